/**
 * Who of a unit deals with a resident, and how. Part of the table `behaviour`, and under its rule: plausible practice, nothing fitted.
 */
export const contact = {
  /** Of what would be sent wrong, the desk is unsure about so much, offers it to both units at once, and the right one takes it. */
  offered: 0.35,

  /** Where an office has several people, the head says who looks after a request; in a small one the head does it. */
  assigned: 0.65,
  /** As many people as a section of such a bureau has. */
  people: 4,

  /**
   * The text leaves out what the work needs, and the deadline stands still until the resident says it. Papers are asked for where rights and money are
   * concerned; a lamp or a bin is found without.
   */
  waiting: {
    needed: {
      housing: 0.03,
      supply: 0.015,
      roads: 0.005,
      sanitation: 0.005,
      environment: 0.01,
      neighbourhood: 0.02,
      rural: 0.02,
      livelihood: 0.07,
      market: 0.07,
    },
    /** It is noticed on the first reading. */
    noticedMeanWorkingHours: 1.5,
    /** Some have lost interest, or never see the message: then the request lies there until the suspension lapses. */
    supplied: 0.82,
    /** The paper is looked for in the evening or on the weekend. */
    suppliedMeanHours: 30,
  },

  /** Somebody comes to the door, and telephones before: what is broken at home is seen at home, a road or a bill is not. */
  homeVisit: {
    made: {
      housing: 0.45,
      supply: 0.55,
      roads: 0.04,
      sanitation: 0.04,
      environment: 0.15,
      neighbourhood: 0.4,
      rural: 0.25,
      livelihood: 0.15,
      market: 0.05,
    },
    /** After the papers, before the work: its share of the time that the first round takes. */
    afterShare: 0.4,
  },

  /** After the end. */
  reopening: {
    /** What was mended breaks again: a radiator, a heap of rubbish. Most residents report anew instead. */
    asked: 0.015,
    /** Within days, or it is something new. */
    askedMeanDays: 6,
    /** The desk grants what is the same defect again; a new wish is a new request. */
    granted: 0.7,
    decidedMeanWorkingHours: 5,
    /** The desk looks at a sample of what was closed, and now and then finds nothing done. */
    ordered: 0.004,
    orderedMeanDays: 8,
  },
} as const
