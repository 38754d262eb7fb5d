import type { Bilingual } from '../contracts/text.js'
import { dayNumberOf, isWeekendDay } from './date.js'
import { festivalNames } from './notices/festival-names.js'
import { festivalDates, firstFestivalYear, lastFestivalYear } from './notices/festivals.js'

/** A day (as day number) that 《全国年节及纪念日放假办法》 makes a holiday, before the yearly notice moves working days around it. */
export interface StatutoryDay {
  readonly day: number
  readonly name: Bilingual
}

/** True when the festival dates of the year are known (2007 to 2040). */
export function knowsFestivals(year: number): boolean {
  return year >= firstFestivalYear && year <= lastFestivalYear
}

function festivalDay(year: number, which: 0 | 1 | 2 | 3): number {
  const at = (year - firstFestivalYear) * 17 + which * 4
  return dayNumberOf(year, Number(festivalDates.slice(at, at + 2)), Number(festivalDates.slice(at + 2, at + 4)))
}

/**
 * The statutory holidays of a year as day numbers: 10 in 2007, 11 from 2008, 13 from 2025
 * (全国年节及纪念日放假办法, amendments of 2007, 2013 and 2024). The year must satisfy `knowsFestivals`.
 */
export function statutoryDays(year: number): StatutoryDay[] {
  const days: StatutoryDay[] = []
  const add = (name: Bilingual, first: number, count = 1): void => {
    for (let i = 0; i < count; i++) days.push({ day: first + i, name })
  }
  const newYear = festivalDay(year, 0)
  add(festivalNames.newYear, dayNumberOf(year, 1, 1))
  if (year >= 2025) add(festivalNames.spring, newYear - 1, 4)
  else if (year >= 2008 && year <= 2013) add(festivalNames.spring, newYear - 1, 3)
  else add(festivalNames.spring, newYear, 3)
  if (year >= 2008) {
    add(festivalNames.qingming, festivalDay(year, 1))
    add(festivalNames.dragonBoat, festivalDay(year, 2))
  }
  add(festivalNames.labour, dayNumberOf(year, 5, 1), year >= 2025 ? 2 : year >= 2008 ? 1 : 3)
  if (year >= 2008) add(festivalNames.midAutumn, festivalDay(year, 3))
  add(festivalNames.national, dayNumberOf(year, 10, 1), 3)
  return days
}

/** How many statutory days the same measures grant in a year. */
export function statutoryDayCount(year: number): number {
  return year >= 2025 ? 13 : year >= 2008 ? 11 : 10
}

/**
 * Days off of a year without a notice: the statutory days, and for each that falls on a weekend (or on another statutory
 * day) the next free weekday (art. 6 of the same measures). The yearly total is right; only bridged days are misplaced.
 */
export function projectedDaysOff(year: number): Map<number, Bilingual> {
  const statutory = statutoryDays(year).sort((a, b) => a.day - b.day)
  const off = new Map<number, Bilingual>()
  const toMove: StatutoryDay[] = []
  for (const item of statutory) {
    if (isWeekendDay(item.day) || off.has(item.day)) toMove.push(item)
    off.set(item.day, item.name)
  }
  for (const item of toMove) {
    let day = item.day
    while (isWeekendDay(day) || off.has(day)) day++
    off.set(day, item.name)
  }
  return off
}
