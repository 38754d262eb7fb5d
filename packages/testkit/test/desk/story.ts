// A city with a request in each place that a desk looks at, told on one storage.
import { type Actor, createHuiyin, type Huiyin, keyedDigest, type Storage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { expect, it } from 'vitest'

const { chief, desk, housing, resident, neighbour, system, water } = cityActors
const otherGrid = '370281002001001'
const gridWorker: Actor = { id: 'grid-1', kind: 'staff', grants: [{ role: 'gridWorker', area: cityGrid }] }
const clerk: Actor = { id: 'clerk', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281' }] }
const officer: Actor = { id: 'officer', kind: 'staff', grants: [{ role: 'handler', unit: 'housing' }] }
/** Handles for a unit, and looks after a town in which it has something. */
const both: Actor = {
  id: 'both',
  kind: 'staff',
  grants: [
    { role: 'handler', unit: 'housing' },
    { role: 'dispatcher', area: '370281001' },
  ],
}

/** Where the story is told, and what is left to clear away. */
export interface Place {
  readonly storage: Storage
  readonly after?: () => void
}

const day = 24 * 3_600_000
const description = '家里的暖气从上周三开始一直不热，楼上楼下都一样，\n老人孩子受不了，请尽快派人来看看。'

type Requests = Huiyin['requests']
type View = Parameters<Requests['queue']>[0]['view']
const names = (page: { readonly items: readonly { readonly id: string }[] }) => page.items.map(({ id }) => id).sort()

function observed(storage: Storage) {
  const calls: string[] = []
  const watched = Object.fromEntries(
    Object.entries(storage).map(([name, member]: [string, unknown]) =>
      typeof member === 'function'
        ? [
            name,
            (...given: unknown[]) => {
              calls.push(name)
              return (member as (...given: unknown[]) => unknown)(...given)
            },
          ]
        : [name, member],
    ),
  ) as unknown as Storage
  const during = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    calls.length = 0
    await work()
    return [...calls].sort()
  }
  return { storage: watched, during }
}

async function city({ storage: given }: Place) {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const { storage, during } = observed(given)
  const huiyin = createHuiyin({
    storage,
    platform: { clock, ids: simulatedIds(7) },
    numberPrefix: 'JZ',
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
    search: { phone: [keyedDigest({ algorithm: 'sha256', key: 'the key of a city' })] },
  })
  await huiyin.start()
  await seedCity(huiyin)
  const { requests } = huiyin
  async function done(command: Promise<{ readonly ok: boolean; readonly refusal?: { readonly code: string } }>) {
    const result = await command
    if (!result.ok) throw new Error(result.refusal?.code)
    clock.advance(60_000)
  }
  const submit = (id: string, by: Actor = resident, more: object = {}) =>
    done(requests.submit(id, { category: 'heating', area: cityGrid, description, ...more }, { by }))
  const dispatch = (id: string, unit = 'housing', more: object = {}) =>
    done(requests.dispatch(id, { unit, coHandlers: [], ...more }, { by: desk }))
  const claim = (id: string, by: Actor = housing) => done(requests.claim(id, { by }))
  const handle = async (id: string, more: object = {}) => {
    await submit(id, resident, more)
    await dispatch(id)
    await claim(id)
  }
  const answer = (id: string) => done(requests.reply(id, { text: '已上门处理，暖气已热。' }, { by: housing }))
  const queue = (view: View, by: Actor, more: object = {}) => requests.queue({ by, view, ...more })
  return {
    ...huiyin,
    canSearch: storage.capabilities.search === true,
    clock,
    during,
    done,
    submit,
    dispatch,
    claim,
    handle,
    answer,
    queue,
  }
}

type City = Awaited<ReturnType<typeof city>>

/** One request in each place. */
async function everywhere({ requests, done, submit, dispatch, handle, answer }: City) {
  await submit('reported')
  await submit('elsewhere', neighbour, { area: otherGrid })
  await submit('entered', clerk, { channel: 'hotline' })
  await submit('returned')
  await dispatch('returned')
  await done(requests.returnBack('returned', { reason: '不归我们' }, { by: housing }))
  await submit('waiting')
  await dispatch('waiting')
  await submit('wet', resident, { category: 'leak' })
  await dispatch('wet', 'water', { coHandlers: ['housing'] })
  await handle('handled')
  await done(requests.assign('handled', { to: officer.id }, { by: housing }))
  await handle('stopped')
  await done(requests.suspend('stopped', { reasonCode: 'season' }, { by: housing }))
  await handle('checked', { category: 'works' })
  await answer('checked')
  await handle('answered')
  await answer('answered')
  await handle('called')
  await answer('called')
  const heard = { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' } as const
  await done(requests.followUp('called', heard, { by: desk }))
  await handle('disliked')
  await answer('disliked')
  await done(requests.rate('disliked', { grade: 1 }, { by: resident }))
  await handle('slow')
  await done(requests.requestExtension('slow', { by: { workingDays: 1 }, reason: '缺件' }, { by: housing }))
  await handle('watched')
  await done(requests.supervise('watched', { by: chief }))
  await handle('disputed')
  await answer('disputed')
  await done(requests.rate('disputed', { grade: 1 }, { by: resident }))
  await answer('disputed')
  await done(requests.rate('disputed', { grade: 5 }, { by: resident }))
  await done(requests.appeal('disputed', { about: 'rating', reason: '已经办好' }, { by: housing }))
  await handle('again')
  await answer('again')
  await done(requests.rate('again', { grade: 5 }, { by: resident }))
  await done(requests.askReopen('again', { reason: '又不热了' }, { by: resident }))
}

const open = [
  ...['answered', 'called', 'checked', 'disliked', 'elsewhere', 'entered', 'handled', 'reported', 'returned', 'slow'],
  ...['stopped', 'waiting', 'watched', 'wet'],
]
const ofHousing = ['disliked', 'handled', 'slow', 'stopped', 'waiting', 'watched']
const expected: readonly (readonly [View, Actor, readonly string[]])[] = [
  ['toDispatch', desk, ['elsewhere', 'entered', 'reported']],
  ['toDispatch', gridWorker, ['entered', 'reported']],
  ['returned', desk, ['returned']],
  ['toClaim', desk, ['waiting', 'wet']],
  ['toClaim', housing, ['waiting']],
  ['toClaim', both, ['waiting', 'wet']],
  ['mine', officer, ['handled']],
  ['mine', housing, []],
  ['unit', housing, ofHousing],
  ['unit', officer, ofHousing],
  ['coHandled', housing, ['wet']],
  ['coHandled', water, []],
  ['suspended', housing, ['stopped']],
  ['suspended', chief, ['stopped']],
  ['rectifying', housing, ['disliked']],
  ['toCheck', chief, ['checked']],
  ['toFollowUp', desk, ['answered']],
  ['toDecide', chief, ['again', 'slow']],
  ['appealed', chief, ['disputed']],
  ['supervised', chief, ['watched']],
  ['reportedByMe', clerk, ['entered']],
  ['myGrid', gridWorker, open.filter((id) => id !== 'elsewhere')],
  ['myGrid', both, open.filter((id) => id !== 'elsewhere')],
  ['all', desk, open],
  ['all', system, open],
  ['all', water, ['wet']],
]

/** Declares the story for one storage. */
export function deskStory(place: () => Place): void {
  const told = (name: string, story: (here: City) => Promise<void>) =>
    it(name, async () => {
      const here = place()
      const told = await city(here)
      try {
        await story(told)
      } finally {
        await told.stop()
        here.after?.()
      }
    })

  told('each view holds what it is for, and its badge counts exactly that', async (here) => {
    await everywhere(here)
    for (const [view, by, ids] of expected)
      expect(names(await here.queue(view, by)), `${view} of ${by.id}`).toEqual([...ids].sort())
    for (const by of [desk, chief, housing, water, officer, clerk, gridWorker, both, system]) {
      const badges = await here.requests.badges({ by })
      for (const { view, count } of badges) {
        const { items } = await here.queue(view, by)
        expect([by.id, view, count]).toEqual([by.id, view, items.length])
      }
    }
    const viewsOf = async (by: Actor) => (await here.requests.badges({ by })).map(({ view }) => view)
    expect(await viewsOf(desk)).not.toContain('unit')
    expect(await viewsOf(housing)).toEqual(expect.arrayContaining(['unit', 'coHandled']))
    expect(await viewsOf(housing)).not.toContain('myGrid')
  })

  told('a row needs nothing else: number, title, names, deadline, mark, last step', async (here) => {
    const { requests, clock, queue, done, handle } = here
    await handle('q', { place: { address: '阜安街道第一网格 3 号楼' }, occurredAt: clock.now() })
    await done(requests.note('q', { text: '电话未接通' }, { by: housing }))
    const [row] = (await queue('unit', housing)).items
    expect(row).toMatchObject({
      id: 'q',
      number: 'JZ-20220104-0001-1',
      title: '家里的暖气从上周三开始一直不热，楼上楼下都一样，',
      category: { code: 'heating', name: { zh: '供热', en: 'heating' } },
      area: { code: cityGrid, name: { zh: '第一网格' } },
      place: '阜安街道第一网格 3 号楼',
      channel: { code: 'miniProgram', name: { zh: '小程序' } },
      owner: { code: 'housing', name: { zh: '住房和城乡建设局' } },
      unit: { code: 'housing' },
      status: { code: 'handling', name: { zh: '已认领，办理中' } },
      deadline: { clock: 'resolve', title: { zh: '办理时限' }, date: '2022-01-07', overdue: false },
      flags: [],
      round: 0,
      notes: 1,
      attachments: 0,
      lastStep: { type: 'request.noted', title: { zh: '内部备注' } },
    })
    expect(row?.deadline?.left.zh).toBe('还剩 3 个工作日')
    expect(row?.deadline?.words.zh).toContain('2022年1月7日（星期五）24:00 前，还剩 3 个工作日')
    expect(row).not.toHaveProperty('card')
    clock.advance(2 * day)
    await here.tick()
    expect((await queue('unit', housing, { card: 'yellow' })).items).toMatchObject([{ id: 'q', card: 'yellow' }])
    expect((await queue('unit', housing, { card: 'red' })).items).toEqual([])
    clock.advance(4 * day)
    await here.tick()
    const [late] = (await queue('unit', housing, { card: 'red' })).items
    expect(late).toMatchObject({ card: 'red', deadline: { overdue: true, left: { zh: '已超期 1 个工作日' } } })
    const badges = await requests.badges({ by: housing })
    expect(badges.find(({ view }) => view === 'unit')).toMatchObject({ count: 1, yellow: 0, red: 1 })
  })

  told('a title is read by those who read the description, and a place by those who have to find it', async (here) => {
    const { requests, handle, queue, done } = here
    await handle('q', { place: { address: '3 号楼' } })
    const evaluator: Actor = { id: 'e', kind: 'staff', grants: [{ role: 'evaluator', area: '370281' }] }
    const [seen] = (await queue('all', evaluator)).items
    expect([seen?.title?.length, seen?.place]).toEqual([24, undefined])
    await done(requests.withdraw('q', { by: resident }))
    expect((await queue('all', desk)).items).toEqual([])
  })

  told(
    'pages meet each request once, in every order and both ways, also where a reader has several parts',
    async (here) => {
      const { queue, handle, submit } = here
      for (const n of [1, 2, 3]) await handle(`h${n}`)
      for (const n of [1, 2, 3]) await submit(`s${n}`)
      await submit('far', neighbour, { area: otherGrid })
      for (const [by, all] of [
        [both, ['h1', 'h2', 'h3', 's1', 's2', 's3']],
        [desk, ['far', 'h1', 'h2', 'h3', 's1', 's2', 's3']],
      ] as const)
        for (const order of ['due', 'submitted', 'updated'] as const) {
          const walked: string[][] = []
          for (const descending of [false, true]) {
            const ids: string[] = []
            let after: string | undefined
            do {
              const page = await queue('all', by, {
                order,
                descending,
                limit: 2,
                ...(after !== undefined && { after }),
              })
              ids.push(...page.items.map(({ id }) => id))
              after = page.next
            } while (after !== undefined)
            walked.push(ids)
          }
          expect([...(walked[0] ?? [])].sort()).toEqual(all)
          expect(walked[1]).toEqual(walked[0]?.toReversed())
        }
    },
  )

  told('a page costs the same calls of the storage however many rows it has', async (here) => {
    const { requests, queue, handle, during } = here
    const costs = async () => ({
      queue: await during(() => queue('unit', housing, { limit: 100 })),
      several: await during(() => queue('all', both, { limit: 100 })),
      mine: await during(() => requests.mine({ by: resident, limit: 100 })),
      badges: await during(() => requests.badges({ by: desk })),
    })
    await handle('q1')
    // Areas and calendar are read again when some time has passed.
    await requests.badges({ by: desk })
    const ofOne = await costs()
    expect(ofOne.queue).toEqual(['find', 'texts'])
    expect(ofOne.several).toEqual(['find', 'find', 'texts'])
    expect(ofOne.mine).toEqual(['find', 'texts'])
    for (let n = 2; n <= 12; n++) await handle(`q${n}`)
    await requests.badges({ by: desk })
    expect(await costs()).toEqual(ofOne)
  })

  told('a queue is narrowed by area, unit, category, mark, words, number, telephone and change', async (here) => {
    const { requests, clock, queue, handle, submit, done } = here
    await handle('q1')
    await handle('q2', { category: 'leak', description: '水管漏水', person: { phone: '13800000000' } })
    await submit('far', neighbour, { area: otherGrid })
    const found = async (more: object, by: Actor = desk) => names(await queue('all', by, more))
    expect(await found({ within: '370281002' })).toEqual(['far'])
    expect(await found({ unit: 'housing' })).toEqual(['q1', 'q2'])
    expect(await found({ category: 'leak' })).toEqual(['q2'])
    expect(await found({ number: 'jz 20220104 0002 9' }).catch(() => 'misread')).toEqual('misread')
    const { number = '' } = await requests.get('q2', { by: desk })
    expect(await found({ number })).toEqual(['q2'])
    if (here.canSearch) {
      expect(await found({ text: '暖气' })).toEqual(['far', 'q1'])
      expect(await found({ phone: '138-0000-0000' })).toEqual(['q2'])
      await expect(found({ phone: '138-0000-0000' }, housing)).rejects.toMatchObject({ code: 'forbidden' })
    }
    const since = clock.now()
    await done(requests.note('q1', { text: '已联系' }, { by: housing }))
    expect(await found({ updatedSince: since })).toEqual(['q1'])
    expect(names(await queue('unit', desk, { unit: 'housing' }))).toEqual(['q1', 'q2'])
    expect(names(await queue('coHandled', desk, { unit: 'water' }))).toEqual([])
  })

  told('a view or a filter that there is not is refused by name, before anything is read', async (here) => {
    const { requests, during } = here
    const wrong = async (more: object) => {
      let refused: unknown
      const calls = await during(() =>
        requests.queue({ by: desk, view: 'all', ...more } as never).catch((error: unknown) => {
          refused = error
        }),
      )
      expect(calls).toEqual([])
      return refused
    }
    expect(await wrong({ view: 'toDo' })).toMatchObject({
      code: 'invalid-input',
      issues: [{ code: 'not-one-of', path: ['query', 'view'] }],
    })
    expect(await wrong({ colour: 'red' })).toMatchObject({
      issues: [{ code: 'unknown-field', path: ['query', 'colour'] }],
    })
    expect(await wrong({ card: 'green' })).toMatchObject({ issues: [{ code: 'not-one-of', path: ['query', 'card'] }] })
    expect(await wrong({ order: 'name' })).toMatchObject({ issues: [{ path: ['query', 'order'] }] })
  })

  told('whom a view is not for is told who has it', async (here) => {
    const { requests, queue } = here
    const refused = { code: 'forbidden', details: { reason: 'reading-not-permitted' } }
    await expect(queue('all', resident)).rejects.toMatchObject(refused)
    await expect(requests.badges({ by: resident })).rejects.toMatchObject(refused)
    await expect(queue('unit', desk)).rejects.toMatchObject({ details: { needs: ['unit'] } })
    await expect(queue('coHandled', gridWorker)).rejects.toMatchObject({ details: { needs: ['coUnit'] } })
    await expect(queue('myGrid', housing)).rejects.toMatchObject(refused)
    await expect(queue('all', gridWorker, { within: '370281002' })).rejects.toMatchObject(refused)
    await expect(queue('unit', housing, { unit: 'water' })).rejects.toMatchObject(refused)
    await expect(requests.mine({ by: desk })).rejects.toMatchObject({ details: { needs: ['requester'] } })
  })

  told(
    'a resident reads their own, newest first, with what they may do and why the date is when it is',
    async (here) => {
      const { requests, handle, answer, submit } = here
      await handle('q1')
      await submit('other', neighbour)
      await handle('q2')
      await answer('q2')
      await submit('q3')
      const { items } = await requests.mine({ by: resident })
      expect(items.map(({ id }) => id)).toEqual(['q3', 'q2', 'q1'])
      const [, rated, first] = items
      expect(rated).toMatchObject({
        status: { zh: '已办结，待评价' },
        step: 'rate',
        mayDo: expect.arrayContaining(['rate']),
      })
      expect(first).toMatchObject({
        title: '家里的暖气从上周三开始一直不热，楼上楼下都一样，',
        responsible: { zh: '住房和城乡建设局' },
        deadline: { date: '2022-01-07', overdue: false },
      })
      const view = await requests.forResident('q1', { by: resident })
      const { days } = await requests.explainDeadline('q1', { by: resident })
      expect(first?.deadline?.days).toEqual(days)
      expect(view.deadline).toEqual(first?.deadline)
      expect(days.map(({ date, n }) => [date, n])).toEqual([
        ['2022-01-04', undefined],
        ['2022-01-05', 1],
        ['2022-01-06', 2],
        ['2022-01-07', 3],
      ])
      const page = await requests.mine({ by: resident, limit: 2 })
      const last = await requests.mine({ by: resident, limit: 2, after: page.next ?? '' })
      expect([...page.items, ...last.items].map(({ id }) => id)).toEqual(['q3', 'q2', 'q1'])
      expect((await requests.mine({ by: resident, open: false })).items).toEqual([])
    },
  )
}
