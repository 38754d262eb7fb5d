import { divisions } from './grids.ts'
import { townUnit } from './units.ts'

/** A time limit other than the city's three working days. */
export type Limit = { readonly workingDays: number } | { readonly workingHours: number }

/** Who handles a category in an area. Of several rules the one with the smallest area wins; one without area is for the whole city. */
export interface Rule {
  readonly category: string
  readonly area?: string
  readonly lead: string
  readonly coHandlers?: readonly string[]
  readonly limit?: Limit
}

type Terms = Pick<Rule, 'coHandlers' | 'limit'>

const allTowns = divisions.filter(({ level }) => level === 'town').map(({ code }) => code)
const coreStreets = ['370281001', '370281002', '370281004']
const ruralTowns = ['370281102', '370281105', '370281108', '370281111']
const zones = ['370281400', '370281401']

function city(category: string, lead: string, terms: Terms = {}): Rule {
  return { category, lead, ...terms }
}

/** The town, street or zone itself leads, each in its own area. */
function towns(category: string, areas: readonly string[], terms: Terms = {}): Rule[] {
  return areas.map((area) => ({ category, area, lead: townUnit(area), ...terms }))
}

const hours = (workingHours: number): Terms => ({ limit: { workingHours } })
const days = (workingDays: number): Terms => ({ limit: { workingDays } })
const withUnits = (...coHandlers: string[]): Terms => ({ coHandlers })

/** Works of the city: who leads unless a rule for an area says otherwise. */
const cityRules: readonly Rule[] = [
  city('property-management', 'housing-bureau'),
  city('property-fees', 'housing-bureau', withUnits('market-bureau')),
  city('property-repairs', 'housing-bureau', days(7)),
  city('property-lift', 'market-bureau', { ...withUnits('housing-bureau'), ...days(2) }),
  city('property-parking', 'housing-bureau', withUnits('traffic-police')),
  city('property-title', 'natural-resources-bureau', { ...withUnits('housing-bureau'), ...days(10) }),

  // A cold home and a dry tap cannot wait three days.
  city('heating-cold-home', 'heating-company', { ...withUnits('housing-bureau'), ...hours(8) }),
  city('heating-fees', 'heating-company'),
  city('water-outage', 'water-company', hours(8)),
  city('gas-service', 'gas-company', hours(16)),
  city('power-outage', 'power-company', hours(8)),

  city('road-damage', 'housing-bureau', { ...withUnits('transport-bureau'), ...days(7) }),
  city('street-light', 'housing-bureau'),
  // An open shaft is a danger to life: fenced off at once, replaced within the day.
  city('manhole-cover', 'housing-bureau', { ...withUnits('water-company'), ...hours(8) }),
  city('drainage', 'housing-bureau', { ...withUnits('water-bureau'), ...days(5) }),
  city('traffic-signal', 'traffic-police', days(2)),
  city('illegal-parking', 'traffic-police', hours(8)),
  city('bus-service', 'transport-bureau'),

  city('waste-collection', 'enforcement-bureau', days(1)),
  city('public-toilet', 'enforcement-bureau'),
  city('street-vending', 'enforcement-bureau', days(2)),
  city('illegal-building', 'enforcement-bureau', { ...withUnits('natural-resources-bureau'), ...days(15) }),
  city('greening', 'housing-bureau', days(5)),

  city('noise', 'public-security-bureau', { ...withUnits('environment-bureau'), ...days(1) }),
  city('construction-noise', 'enforcement-bureau', {
    ...withUnits('environment-bureau', 'housing-bureau'),
    ...days(1),
  }),
  city('fumes', 'environment-bureau', { ...withUnits('enforcement-bureau'), ...days(5) }),
  city('river-pollution', 'environment-bureau', { ...withUnits('water-bureau'), ...days(5) }),

  city('dog-keeping', 'public-security-bureau'),
  city('land-contract', 'agriculture-bureau', { ...withUnits('natural-resources-bureau'), ...days(10) }),

  // A question is answered the next day; an inquiry into wages takes an inspector.
  city('social-insurance', 'human-resources-bureau', days(1)),
  city('wage-arrears', 'human-resources-bureau', { ...withUnits('housing-bureau'), ...days(10) }),
  city('minimum-living', 'civil-affairs-bureau', days(5)),
  city('elderly-care', 'civil-affairs-bureau'),
  city('school-enrolment', 'education-bureau', days(1)),
  city('medical-service', 'health-bureau'),
  city('epidemic-control', 'health-bureau', days(1)),

  city('consumer-dispute', 'market-bureau', days(7)),
  city('food-safety', 'market-bureau', { ...withUnits('health-bureau'), ...days(5) }),
]

/** What a town, street or zone settles itself, everywhere. */
const townRules: readonly Rule[] = [
  ...towns('neighbour-dispute', allTowns, { ...withUnits('public-security-bureau'), ...days(5) }),
  ...towns('corridor-clutter', allTowns, withUnits('fire-brigade')),
  ...towns('charging-hazard', allTowns, { ...withUnits('fire-brigade'), ...days(1) }),
  ...towns('village-road', allTowns, { ...withUnits('transport-bureau'), ...days(7) }),
  ...towns('rural-toilet', allTowns, { ...withUnits('agriculture-bureau'), ...days(5) }),
  ...towns('irrigation', allTowns, { ...withUnits('water-bureau', 'agriculture-bureau'), ...days(2) }),
]

/** Where a place does it in another way than the rest of the city. */
const overrides: readonly Rule[] = [
  // Enforcement over street trade is delegated to the three core streets.
  ...towns('street-vending', coreStreets, { ...withUnits('enforcement-bureau'), ...days(2) }),
  // In the rural towns the pipes, the lamps and the bins are the town's own.
  ...towns('water-outage', ruralTowns, { ...withUnits('water-bureau'), ...hours(16) }),
  ...towns('street-light', ruralTowns),
  ...towns('waste-collection', ruralTowns, { ...withUnits('enforcement-bureau'), ...days(1) }),
  // The zones run their own roads, lamps, greenery and cleaning.
  ...towns('road-damage', zones, { ...withUnits('housing-bureau'), ...days(7) }),
  ...towns('street-light', zones),
  ...towns('greening', zones, days(5)),
  ...towns('waste-collection', zones, days(1)),
]

/** Category × area → lead and co-handlers. `other` has no rule on purpose: it falls to the fallback owner. */
export const rules: readonly Rule[] = [...cityRules, ...townRules, ...overrides]
