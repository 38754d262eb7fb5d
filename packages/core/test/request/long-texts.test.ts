import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { maxTextLength } from '../../src/privacy/text.js'

async function city() {
  const huiyin = createHuiyin({ storage: memoryStorage() })
  await huiyin.start()
  await seedCity(huiyin)
  return huiyin
}
const report = (description: string) => ({ category: 'heating', area: cityGrid, description })

describe('a long text', () => {
  it('of 7900 characters is taken as a report, an answer and a note, and read back whole', async () => {
    const { requests } = await city()
    const [told, answer] = ['诉'.repeat(7900), '复'.repeat(7900)]
    const submitted = await requests.submit(report(told), { by: actors.resident })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id } = submitted.request
    await requests.dispatch(id, {}, { by: actors.desk })
    await requests.claim(id, {}, { by: actors.housing })
    expect(await requests.reply(id, { text: answer }, { by: actors.housing })).toMatchObject({ ok: true })
    const view = await requests.forResident(id, { by: actors.resident })
    expect(JSON.stringify(view)).toContain(answer)
    expect(JSON.stringify(await requests.forStaff(id, { by: actors.housing }))).toContain(told)
  })

  it('is counted as people count it: 8000 characters outside the basic plane are 8000', async () => {
    const { requests } = await city()
    expect(await requests.submit(report('𠮷'.repeat(maxTextLength)), { by: actors.resident })).toMatchObject({
      ok: true,
    })
  })

  it('of 8001 characters is refused with both figures', async () => {
    const { requests } = await city()
    const error: unknown = await requests
      .submit(report(`${'𠮷'.repeat(8000)}字`), { by: actors.resident })
      .catch((thrown: unknown) => thrown)
    if (!isHuiyinError(error, 'invalid-input')) throw error
    expect(error.issues).toMatchObject([
      { code: 'too-long', path: ['input', 'description'], params: { max: 8000, length: 8001 } },
    ])
    expect(error.text.zh).toBe('输入有误：input.description 有 8001 个字符，至多 8000 个。')
  })
})
