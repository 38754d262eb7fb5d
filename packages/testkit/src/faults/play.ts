import { type Huiyin, isHuiyinError } from '@huiyin/core'
import { cityActors as actors, cityGrid } from '../city.js'

/** What a request goes through here, in this order. */
export const playedSteps = ['submit', 'dispatch', 'claim', 'reply', 'rate'] as const
/** A command in the life of a played request, also its name in the lines of `tell`. */
export type PlayedStep = (typeof playedSteps)[number]
/** One command: the step of a request. Its idempotency key is both together, so that a retry is the same command. */
export interface Played {
  /** Id of the request. */
  readonly id: string
  /** The command. Its idempotency key is `<id>/<step>`. */
  readonly step: PlayedStep
}

/** How lifecycles are played. */
export interface PlayOptions {
  /** Started, with the small city of `seedCity` in it. */
  readonly huiyin: Pick<Huiyin, 'requests'>
  /** How many callers work at the same time, each on requests of its own. */
  readonly callers: number
  /** Prefix of the ids of the requests; a different one in every process. */
  readonly prefix: string
  /**
   * Called with a line before each attempt and after each answer: `try ID STEP`, `ack ID STEP`, `no ID STEP CODE` (a refusal),
   * `fail ID STEP CODE` (an error, after which the command is retried). The line must have left the process when this returns, as with `writeSync`.
   */
  readonly tell: (line: string) => void
  /** Commands of an earlier process with an unknown outcome: they are retried first, with their keys. */
  readonly unknown?: readonly Played[]
  /** Playing ends between two commands once this says false. */
  readonly running: () => boolean
  /** Waits before a retry. */
  readonly pause: () => Promise<void>
}

function ask(huiyin: Pick<Huiyin, 'requests'>, { id, step }: Played) {
  const { requests } = huiyin
  const by = (who: keyof typeof actors) => ({ by: actors[who], key: `${id}/${step}` })
  switch (step) {
    case 'submit':
      return requests.submit(id, { category: 'heating', area: cityGrid, description: '家中不热' }, by('resident'))
    case 'dispatch':
      return requests.dispatch(id, {}, by('desk'))
    case 'claim':
      return requests.claim(id, {}, by('housing'))
    case 'reply':
      return requests.reply(id, { text: '已处理' }, by('housing'))
    case 'rate':
      return requests.rate(id, { grade: 5 }, by('resident'))
  }
}

/**
 * Plays whole lives of requests in the small city, every command with a key, and writes a line before and after each: a crash test needs them
 * to know what was acknowledged. The city must exist.
 */
export async function playLifecycles(options: PlayOptions): Promise<void> {
  const { huiyin, callers, prefix, tell, unknown = [], running, pause } = options

  async function carryOut(played: Played): Promise<void> {
    const name = `${played.id} ${played.step}`
    tell(`try ${name}`)
    while (running()) {
      try {
        const result = await ask(huiyin, played)
        tell(result.ok ? `ack ${name}` : `no ${name} ${result.refusal.code}`)
        return
      } catch (error) {
        tell(`fail ${name} ${isHuiyinError(error) ? error.code : String(error)}`)
        await pause()
      }
    }
  }

  async function caller(number: number): Promise<void> {
    for (let n = 1; running(); n++)
      for (const step of playedSteps) if (running()) await carryOut({ id: `${prefix}-${number}-${n}`, step })
  }

  await Promise.all(unknown.map(carryOut))
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)))
}
