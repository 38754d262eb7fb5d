import { contact } from './contact.ts'
import { demand } from './demand.ts'

/**
 * All probabilities of this example in one place.
 *
 * They are plausible practice of a county-level city, group by group, each with its reason. Nothing is fitted to the
 * published result of the city (3843 of 4042 completed): the simulation yields whatever these habits yield.
 *
 * Units: `…WorkingHours` and `…WorkingDays` are time of the offices, other `…Hours` natural hours; dates are `MM-DD`; a
 * single number from 0 to 1 is a probability, a list of numbers a list of relative weights.
 */
export const behaviour = {
  demand,
  contact,

  /** The desk that receives the report. */
  intake: {
    /** Outside the remit: before a court, under petition procedure, another city's. Patrols report no such thing. */
    declined: 0.025,
    declineReasons: { beforeCourt: 4, underPetition: 3, otherJurisdiction: 3, commercialAdvertising: 1 },
    /** Entered twice by the desk itself, or a training entry. Rare, but every register has some. */
    voided: 0.006,
    voidReasons: { enteredTwice: 3, trainingEntry: 1 },
    /** Questions are answered at once; at a plaza talk the departments stand there. Otherwise the desk seldom can. */
    onTheSpot: { question: 0.55, plazaTalk: 0.3, elsewhere: 0.04 },
    /** The desk notices most duplicates, since grid and category agree; the others are handled twice. */
    duplicateSeen: 0.75,
    /** Now and then two requests that only look alike are merged and have to be unmerged. */
    wronglyMerged: 0.06,
    /** Two subjects in one report are usually noticed and split. */
    splitSeen: 0.7,
    /** The desk works through its queue within the hour, mostly. Mean, exponential. */
    dispatchMeanWorkingHours: 0.7,
  },

  /** Finding the right unit. */
  routing: {
    /** Where two units share a road, a sewer or a smell, the first guess fails more often. */
    wrong: {
      housing: 0.05,
      supply: 0.03,
      roads: 0.09,
      sanitation: 0.05,
      environment: 0.12,
      neighbourhood: 0.04,
      rural: 0.05,
      livelihood: 0.03,
      market: 0.06,
    },
    /** Units that the desk mistakes for the right one, because their work is close to it. The right one is left out. */
    confused: {
      housing: ['enforcement-bureau', 'market-bureau', 'fire-brigade', 'natural-resources-bureau'],
      supply: ['housing-bureau', 'water-bureau', 'market-bureau', 'power-company'],
      roads: ['enforcement-bureau', 'transport-bureau', 'traffic-police', 'water-company', 'heating-company'],
      sanitation: ['housing-bureau', 'natural-resources-bureau', 'environment-bureau', 'health-bureau'],
      environment: ['enforcement-bureau', 'water-bureau', 'housing-bureau', 'market-bureau', 'agriculture-bureau'],
      neighbourhood: ['housing-bureau', 'enforcement-bureau', 'public-security-bureau', 'civil-affairs-bureau'],
      rural: ['agriculture-bureau', 'natural-resources-bureau', 'housing-bureau', 'transport-bureau', 'water-bureau'],
      livelihood: ['civil-affairs-bureau', 'human-resources-bureau', 'health-bureau', 'education-bureau'],
      market: ['enforcement-bureau', 'public-security-bureau', 'education-bureau', 'agriculture-bureau'],
    },
    /** Share of wrongly routed requests that are routed wrongly again. */
    wrongAgain: 0.12,
    /** A unit sends back what is not its own quickly: returning has a time limit everywhere. */
    returnMeanWorkingHours: 2.5,
    redispatchMeanWorkingHours: 1.2,
  },

  /** The unit claims the request. */
  claim: {
    meanWorkingHours: 1.5,
    /** The unit misses the claim deadline because the account holder is away. The request goes back to the supervisor. */
    timeOut: 0.025,
    /** It happens twice in a row where the unit has no deputy. */
    timeOutAgain: 0.1,
  },

  /** The work itself. */
  handle: {
    /**
     * Working hours from the claim, log-normal: half the cases lie below the median. About a third of the limit in the
     * rules, a day having about seven hours: a limit is set so that the ordinary case fits well within it, and units use the
     * time they have. A leaf overrides its group.
     */
    medianWorkingHours: {
      housing: 7,
      supply: 3,
      roads: 7,
      sanitation: 6,
      environment: 3,
      neighbourhood: 6,
      rural: 11,
      livelihood: 2,
      market: 11,
      'property-repairs': 16,
      'property-lift': 5,
      'property-title': 22,
      'heating-fees': 5,
      'road-damage': 16,
      'manhole-cover': 1.5,
      drainage: 11,
      'traffic-signal': 5,
      'illegal-parking': 2,
      'waste-collection': 2,
      'street-vending': 4,
      'illegal-building': 35,
      greening: 11,
      fumes: 11,
      'river-pollution': 11,
      'neighbour-dispute': 11,
      'charging-hazard': 2,
      irrigation: 5,
      'village-road': 16,
      'land-contract': 22,
      'wage-arrears': 24,
      'minimum-living': 12,
      'elderly-care': 5,
      'medical-service': 5,
      'consumer-dispute': 16,
      other: 6,
    } as Readonly<Record<string, number>>,
    /** Skewed to the right: a case in twenty takes three and a half times the median. */
    spread: 0.75,
    /** The time a co-handler needs for its part, of the lead's. */
    coHandler: {
      share: 0.35,
      needed: {
        housing: 0.12,
        supply: 0.08,
        roads: 0.15,
        sanitation: 0.08,
        environment: 0.3,
        neighbourhood: 0.2,
        rural: 0.2,
        livelihood: 0.06,
        market: 0.06,
      },
    },
    /** The lead asks for more time when it sees that it will not do; most requests are justified and granted. */
    extension: { asked: 0.06, granted: 0.85, workingDays: [1, 2, 3, 5] },
    /** Asking comes late: some hours before the end. Mean, exponential; never less than half an hour. */
    extensionMeanWorkingHoursBefore: 4,
    /** After so many hours at work a suspension is found to be needed. */
    suspendMeanWorkingHours: 4,
    /** The resident withdraws: settled privately, or reported by mistake. */
    withdrawn: 0.015,
    withdrawMeanHours: 20,
    /** A resident asks what is going on before it is due. */
    urged: 0.05,
    urgeMeanHours: 30,
    /** Not solvable in this budget year, or the other side cannot be found: closed by order, with a message to the resident, and counted separately. */
    forceClosed: 0.008,
    forceCloseReasons: { noBudgetThisYear: 4, partyUnreachable: 2, legalProcedureNeeded: 2 },
    forceCloseWorkingDays: [6, 15],
  },

  /**
   * What has to wait for the season. A heating network is not opened while it heats: the repair waits for the end of the
   * season of this coast (16 November to 5 April). Asphalt, mortar, planting and buried pipes wait for the frost to end.
   */
  suspension: {
    reasons: {
      heatingSeason: {
        from: '11-16',
        until: '04-06',
        chance: { 'heating-cold-home': 0.05 } as Readonly<Record<string, number>>,
      },
      groundFrost: {
        from: '12-10',
        until: '03-10',
        chance: {
          'property-repairs': 0.06,
          'road-damage': 0.22,
          'village-road': 0.22,
          drainage: 0.12,
          'rural-toilet': 0.12,
          greening: 0.3,
          'traffic-signal': 0.1,
        } as Readonly<Record<string, number>>,
      },
    },
    /** Close to the end of the season a suspension is not worth the paperwork. */
    leastDaysLeft: 5,
  },

  /** The quality of the reply and of the work, by round: the first, and two of rectification. */
  reply: {
    /** Most replies answer the request; some are thin; a few are empty words. Later rounds are better. */
    quality: [
      { full: 82, thin: 14, evasive: 4 },
      { full: 87, thin: 11, evasive: 2 },
      { full: 90, thin: 9, evasive: 1 },
    ],
    /** On the spot there is no time for empty words. */
    qualityOnTheSpot: { full: 92, thin: 8, evasive: 0 },
    /** The grid worker who looks before closing finds the work not done where the reply was thin. */
    checkPassed: { full: 0.97, thin: 0.82, evasive: 0.5 },
    checkMeanWorkingHours: 2,
    /** Photographs of what was done, where the catalogue demands none: workers outdoors have a telephone at hand, clerks send papers. */
    proof: 0.4,
    /** A rectification starts from work already done: its share of the time a first round takes. */
    roundShare: [1, 0.7, 0.7],
  },

  /** Grade a resident would give, 5…1, by the quality of the reply. */
  grade: {
    full: { 5: 62, 4: 26, 3: 8, 2: 3, 1: 1 },
    thin: { 5: 18, 4: 30, 3: 28, 2: 15, 1: 9 },
    evasive: { 5: 3, 4: 9, 3: 20, 2: 30, 1: 38 },
  },

  rating: {
    /** Users of the mini-program have the button at hand; others have to be sent a link. Workers do not rate their own reports. */
    given: { miniProgram: 0.55, hotline: 0.22, plazaTalk: 0.35, gridPatrol: 0 },
    /** Dissatisfied residents write comments more often. */
    givenWhenDissatisfied: 1.4,
    /** Most rate the same evening. */
    meanHours: 14,
  },

  followUp: {
    /** Two of three pick up an unknown number, within a few tries. */
    reached: 0.68,
    /** Whether the unit had called or come by before it answered: who answers thinly mostly wrote only. */
    contacted: { full: 0.97, thin: 0.88, evasive: 0.72 },
    meanWorkingHours: 8,
    /** What people say on the phone agrees with the grade they would give, mostly: politeness moves some up. */
    politeness: 0.08,
    /** Solved or not, by the quality of the reply: a full one may still report that it cannot be done. */
    solved: {
      full: { solved: 90, partlySolved: 7, unsolved: 3 },
      thin: { solved: 52, partlySolved: 30, unsolved: 18 },
      evasive: { solved: 12, partlySolved: 28, unsolved: 60 },
    },
  },

  /** The unit contests a dissatisfied result that counts against it: not its fault, unreasonable demand. A third succeeds. */
  appeal: {
    made: 0.25,
    reasons: { demandUnreasonable: 4, outsideRemit: 3, misunderstanding: 2 },
    upheld: 0.35,
    meanWorkingHours: 10,
  },
} as const
