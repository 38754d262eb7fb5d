/**
 * How a kind stores events and facts in fewer bytes: what other records say is left out when they are written, and put back when they are read. What was
 * stored before a kind had a packing is read as it is.
 */
export interface Packing {
  /** The data of an event as it is stored and hashed. */
  packEvent(data: object): object
  /** The data of a stored event as `evolve` knows it. Throws {@link NotKnownYet} when it names what this process has not read. */
  unpackEvent(data: object): object
  /** The facts as they are stored. */
  packFacts(facts: object): object
  /** Stored facts as `evolve` makes them. Throws {@link NotKnownYet}. */
  unpackFacts(packed: object): object
  /** Reads again what stored texts refer to. */
  refresh(): Promise<void>
}

/** A stored text refers to something that another process has recorded since. */
export class NotKnownYet extends Error {}

/** Reads a packed text; when it refers to what is not known here yet, that is read first. */
export function unpacked<T>(packing: Packing | undefined, read: () => T): T | Promise<T> {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof NotKnownYet) || packing === undefined) throw error
    return packing.refresh().then(read)
  }
}
