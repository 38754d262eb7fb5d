/** A factor that holds from one `MM-DD` (included) to another (excluded), across the new year if need be. */
export interface Season {
  readonly from: string
  readonly until: string
  readonly within: number
  readonly otherwise: number
}

/**
 * Who asks what, when and how. Part of the table `behaviour`, and under its rule: plausible practice, nothing fitted.
 * Weights are relative; only their proportions count.
 */
export const demand = {
  /** On a rest day people are at home and report, but there are no patrols: about six tenths of a working day. */
  dayWeight: { working: 1, rest: 0.6 },
  /** In the Spring Festival week people visit each other, not the hotline. */
  springFestivalWeight: 0.35,

  /**
   * The mini-program is the city's own front door and leads; the hotline keeps those who prefer to speak. Evening talks on
   * the plaza belong to the warm months.
   */
  channels: {
    cold: { miniProgram: 46, hotline: 34, plazaTalk: 4, gridPatrol: 16 },
    warm: { miniProgram: 42, hotline: 28, plazaTalk: 14, gridPatrol: 16 },
  },
  warmFrom: '03-15',

  /**
   * When in the day: [from hour, to hour, weight]. Phones are used in office hours, the mini-program after supper, patrols
   * walk their round morning and afternoon, talks begin when people have eaten.
   */
  hours: {
    miniProgram: [
      [6.5, 9, 2],
      [9, 12, 3],
      [12, 14, 2.5],
      [14, 18, 3],
      [18, 22, 4],
      [22, 23.5, 0.5],
    ],
    hotline: [
      [7, 8.5, 0.5],
      [8.5, 12, 4],
      [12, 14, 1.2],
      [14, 18, 4],
      [18, 21, 1.5],
      [21, 23, 0.2],
    ],
    plazaTalk: [[18.5, 20.5, 1]],
    gridPatrol: [
      [8.5, 11.5, 5],
      [14, 17.5, 4],
    ],
  },
  /** Evenings of talks, Sunday = 0: Tuesday, Thursday, Friday. */
  plazaTalkDays: [2, 4, 5],

  /** People in compounds share more (lifts, pipes, parking) and report more than villages; shops are in between. */
  gridKind: { residential: 3, village: 1.2, business: 2 },
  /** Some grids are old, some are new: spread of the logarithm; one in twenty gets 2.7 times the median and more. */
  gridSpread: 0.6,

  /** About every sixth report is from somebody who has reported before: those who know that it works come back. */
  returningResident: 0.16,
  /** A broken pipe has many witnesses: reports about something that a neighbour in the grid reported just before. */
  sameMatter: 0.035,
  sameMatterWithinHours: 60,
  /** "And while I have you": two subjects in one report. */
  secondMatter: 0.03,
  /** Free text contains what it should not: a telephone number now and then. */
  phoneInText: 0.06,

  /**
   * What it is about, by what the grid covers: [residential, village, business]. Compounds: property, heating, parking.
   * Villages: roads, toilets, water, land. Business: trading on the roadway, parking, customers. Zero: cannot be there.
   */
  mix: {
    'property-management': [60, 2, 8],
    'property-fees': [22, 0, 3],
    'property-repairs': [34, 3, 2],
    'property-lift': [20, 0, 0],
    'property-parking': [26, 0, 6],
    'property-title': [16, 0, 2],
    'heating-cold-home': [70, 0, 15],
    'heating-fees': [18, 0, 4],
    'water-outage': [22, 18, 8],
    'gas-service': [12, 0, 2],
    'power-outage': [8, 12, 6],
    'road-damage': [24, 14, 24],
    'street-light': [20, 22, 12],
    'manhole-cover': [10, 3, 10],
    drainage: [18, 10, 12],
    'traffic-signal': [8, 3, 12],
    'illegal-parking': [26, 2, 34],
    'bus-service': [10, 8, 6],
    'waste-collection': [28, 26, 20],
    'public-toilet': [4, 3, 10],
    'street-vending': [16, 4, 40],
    'illegal-building': [14, 10, 4],
    greening: [16, 3, 6],
    noise: [30, 6, 20],
    'construction-noise': [24, 3, 14],
    fumes: [12, 6, 16],
    'river-pollution': [5, 10, 2],
    'neighbour-dispute': [20, 0, 4],
    'corridor-clutter': [16, 0, 0],
    'charging-hazard': [16, 1, 0],
    'dog-keeping': [14, 8, 3],
    'rural-toilet': [0, 26, 0],
    irrigation: [0, 16, 0],
    'village-road': [0, 26, 0],
    'land-contract': [0, 18, 0],
    'social-insurance': [16, 16, 6],
    'wage-arrears': [8, 6, 14],
    'minimum-living': [6, 14, 1],
    'elderly-care': [8, 12, 1],
    'school-enrolment': [14, 6, 2],
    'medical-service': [10, 10, 3],
    'epidemic-control': [22, 14, 14],
    'consumer-dispute': [14, 4, 30],
    'food-safety': [8, 3, 22],
    other: [10, 8, 8],
  } as Readonly<Record<string, readonly [residential: number, village: number, business: number]>>,

  /**
   * There are no cold radiators after the heating season of this coast (16 November to 5 April). Wheat is watered in spring,
   * sites rest in the cold, wages are asked for before the Spring Festival, schools enrol from April. The epidemic wave is
   * that of the spring of 2022.
   */
  seasons: {
    'heating-cold-home': { from: '11-16', until: '04-06', within: 1, otherwise: 0 },
    irrigation: { from: '02-20', until: '06-01', within: 3, otherwise: 0 },
    'construction-noise': { from: '03-01', until: '12-01', within: 1.5, otherwise: 0.6 },
    greening: { from: '03-01', until: '12-01', within: 1.4, otherwise: 0.4 },
    fumes: { from: '04-01', until: '11-01', within: 1.8, otherwise: 0.8 },
    'wage-arrears': { from: '12-15', until: '02-06', within: 2.5, otherwise: 0.8 },
    'school-enrolment': { from: '04-01', until: '09-01', within: 2, otherwise: 0.5 },
    'epidemic-control': { from: '03-05', until: '06-01', within: 3.5, otherwise: 1 },
  } as Readonly<Record<string, Season>>,

  /** What a grid worker can see on the round; nothing else is reported by patrols. */
  seenOnPatrol: [
    ...'road-damage street-light manhole-cover drainage traffic-signal illegal-parking waste-collection'.split(' '),
    ...'public-toilet street-vending illegal-building greening river-pollution village-road'.split(' '),
    ...'corridor-clutter charging-hazard'.split(' '),
  ] as readonly string[],

  /** What more than one resident of a grid notices at the same time. */
  sharedMatters: [
    ...'property-management property-lift heating-cold-home water-outage power-outage road-damage street-light'.split(
      ' ',
    ),
    ...'drainage traffic-signal waste-collection street-vending noise construction-noise fumes river-pollution'.split(
      ' ',
    ),
    ...'irrigation village-road'.split(' '),
  ] as readonly string[],

  /** A question that needs no handling: often answered before it is dispatched. */
  questions: [
    ...'social-insurance school-enrolment epidemic-control elderly-care heating-fees bus-service'.split(' '),
  ] as readonly string[],

  /** What a report brings besides words. Questions are about no place. */
  brought: {
    /** Where it is, in words. Who answers the hotline asks; the mini-program has a line for it that some leave empty. */
    address: { miniProgram: 0.8, hotline: 0.95, plazaTalk: 0.85, gridPatrol: 1 },
    /** A point on the map. Most let the mini-program see where they are, a worker's terminal knows; nobody dictates coordinates. */
    point: { miniProgram: 0.65, hotline: 0, plazaTalk: 0, gridPatrol: 0.9 },
    /** What the category asks for. Workers are taught to read the plate; residents who have seen it are fewer. */
    fields: { miniProgram: 0.45, hotline: 0.3, plazaTalk: 0.25, gridPatrol: 0.95 },
    /** A picture. The mini-program and the terminal have a camera; at a talk somebody shows one; the hotline takes none. */
    picture: { miniProgram: 0.7, hotline: 0, plazaTalk: 0.15, gridPatrol: 0.9 },
  },
} as const
