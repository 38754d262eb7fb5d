// Arrays in the binary form of the protocol: nothing is quoted here and parsed again there, and texts cost what copying them costs.

/** What an element of an array may be; `null` is one that is absent. */
export type Element = string | number | Uint8Array | null

interface Kind<Value> {
  readonly oid: number
  readonly size: (value: Value) => number
  readonly write: (into: Buffer, value: Value, at: number) => void
}

const high = 2 ** 32
const bytes = {
  size: (value: Uint8Array) => value.length,
  write: (into: Buffer, value: Uint8Array, at: number) => into.set(value, at),
}
const kinds = {
  bytea: { oid: 17, ...bytes },
  bigint: {
    oid: 20,
    size: () => 8,
    write: (into: Buffer, value: number, at: number) => {
      const upper = Math.floor(value / high)
      into.writeInt32BE(upper, at)
      into.writeUInt32BE(value - upper * high, at + 4)
    },
  },
  text: { oid: 25, size: Buffer.byteLength, write: (into: Buffer, value: string, at: number) => into.write(value, at) },
  uuid: { oid: 2950, ...bytes },
}

/** Types of elements that are sent so. */
export type ElementType = keyof typeof kinds

/** An array of rows of the server: `width` elements each, one row after the other. The server counts both from 1: `rows[row][column]`. */
export function binaryRows(type: ElementType, width: number, elements: readonly Element[]): Buffer {
  const { oid, size, write } = kinds[type] as Kind<unknown>
  let [length, absent] = [28, 0]
  const sizes = elements.map((element) => {
    length += 4
    if (element === null) {
      absent = 1
      return -1
    }
    const one = size(element)
    length += one
    return one
  })
  const into = Buffer.allocUnsafe(length)
  into.writeInt32BE(2, 0)
  into.writeInt32BE(absent, 4)
  into.writeInt32BE(oid, 8)
  into.writeInt32BE(elements.length / width, 12)
  into.writeInt32BE(1, 16)
  into.writeInt32BE(width, 20)
  into.writeInt32BE(1, 24)
  let at = 28
  for (let n = 0; n < elements.length; n++) {
    const one = sizes[n] as number
    into.writeInt32BE(one, at)
    at += 4
    if (one < 0) continue
    write(into, elements[n], at)
    at += one
  }
  return into
}
