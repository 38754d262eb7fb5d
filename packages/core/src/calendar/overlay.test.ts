import { describe, expect, it } from 'vitest'
import { createWorkCalendar } from './calendar.js'

const national = createWorkCalendar()
const marchThird = {
  id: 'guangxi-2026',
  name: { zh: '广西三月三', en: 'Guangxi March Third' },
  basis: '《广西壮族自治区少数民族习惯节日放假办法》',
  off: [['2026-04-20', '2026-04-21']] as const,
}

describe('an overlay', () => {
  it('gives a region its own holidays, which move its deadlines and those of no other', () => {
    const guangxi = national.withOverlay(marchThird)
    expect(national.addWorkingDays('2026-04-17', 1)).toBe('2026-04-20')
    expect(guangxi.addWorkingDays('2026-04-17', 1)).toBe('2026-04-22')
    expect(guangxi.sourceOf('2026-04-20')).toMatchObject({
      kind: 'holiday',
      overlay: 'guangxi-2026',
      notice: marchThird.basis,
    })
  })

  it('can take a Saturday back, and a later overlay wins over an earlier one and over the notice', () => {
    const first = national.withOverlay({ id: 'a', name: { zh: '甲', en: 'a' }, work: ['2026-11-21'] })
    expect(first.dayType('2026-11-21')).toBe('make-up-workday')
    expect(
      first
        .withOverlay({ id: 'b', name: { zh: '乙', en: 'b' }, off: [['2026-11-21', '2026-11-21']] })
        .dayType('2026-11-21'),
    ).toBe('holiday')
    expect(
      national.withOverlay({ id: 'c', name: { zh: '丙', en: 'c' }, work: ['2026-10-02'] }).dayType('2026-10-02'),
    ).toBe('workday')
  })

  it('leaves the calendar it was added to unchanged, and shows in the version', () => {
    const guangxi = national.withOverlay(marchThird)
    expect(national.dayType('2026-04-20')).toBe('workday')
    expect(guangxi.version).not.toBe(national.version)
    expect(guangxi.version).toMatch(/\+guangxi-2026$/)
    expect(guangxi.withoutOverlay('guangxi-2026').version).toBe(national.version)
    expect(createWorkCalendar({ overlays: [marchThird] }).version).toBe(guangxi.version)
  })

  it('is refused twice under one id', () => {
    expect(() => national.withOverlay(marchThird).withOverlay(marchThird)).toThrow(/already has an overlay/)
  })

  it.each([
    [{ id: '', name: { zh: '', en: '' } }, ': expected { id'],
    [{ id: 'x', name: '甲' }, ': expected { id'],
    [{ id: 'x', name: { zh: '', en: '' }, off: [['2026-04-21', '2026-04-20']] }, 'at off.0'],
    [{ id: 'x', name: { zh: '', en: '' }, work: ['2026-04-31'] }, 'at work.0'],
    [
      {
        id: 'x',
        name: { zh: '', en: '' },
        hours: [{ from: '2026-04-20', to: '2026-04-20', windows: [['12:00', '09:00']] }],
      },
      'at hours.0.windows.0',
    ],
  ])('is refused with the path of what is wrong: %j', (overlay, path) => {
    expect(() => national.withOverlay(overlay as never)).toThrow(path)
  })
})
