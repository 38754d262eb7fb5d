import { defineRefusals } from '@huiyin/core/plugin'

type OfPoll = { readonly id: string }

/** Why polls and answers are refused. */
export const refuse = defineRefusals<{
  'polls.unknown': OfPoll
  'polls.asked-already': OfPoll
  'polls.closed': OfPoll
  'polls.answered-already': OfPoll
  'polls.no-such-choice': { readonly choices: number }
}>({
  'polls.unknown': { zh: () => '没有这项征询。', en: () => 'There is no such poll.' },
  'polls.asked-already': { zh: () => '这项征询已经发起。', en: () => 'This poll was asked already.' },
  'polls.closed': { zh: () => '征询已截止。', en: () => 'The poll has ended.' },
  'polls.answered-already': { zh: () => '您已答复过。', en: () => 'You have answered already.' },
  'polls.no-such-choice': {
    zh: (d) => `可选 1 至 ${d.choices}。`,
    en: (d) => `There are the choices 1 to ${d.choices}.`,
  },
})
