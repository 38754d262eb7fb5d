import { crc32, deflateSync } from 'node:zlib'
import type { Actor } from '@huiyin/core'
import { type SeededRandom, seededRandom } from '@huiyin/testkit'
import { behaviour } from './behaviour.ts'
import { categories } from './categories.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import type { World } from './world.ts'

const side = 8
const proven = new Set(categories.filter(({ proofRequired }) => proofRequired).map(({ code }) => code))

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A small picture (PNG, ISO/IEC 15948): a patch of shades of one colour, never twice the same. */
export function picture(random: SeededRandom): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // Eight bits of red, green and blue each.
  header.set([8, 2], 8)
  const colour = [0, 1, 2].map(() => random.int(40, 200))
  const line = () => [0, ...Array.from({ length: side }, () => colour.map((part) => part + random.int(-40, 40))).flat()]
  const lines = Buffer.from(Array.from({ length: side }, line).flat())
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', new Uint8Array()),
  ])
}

// Not that of a `Blob`, whose bytes come from another thread: all of the city happens in turn.
const streamOf = (bytes: Uint8Array) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    },
  })

/** Puts a picture, and gives it as an input takes it: the same for the same seed. */
async function pictured(world: World, random: SeededRandom, name: string, by: Actor) {
  const put = await world.files.put(streamOf(picture(random)), { type: 'image/png', by })
  if (!put.ok) throw new Error(put.refusal.message.en)
  return { attachments: [{ ...put.file, name }] }
}

/** The picture that a report brings, or none. */
export async function pictureOf(world: World, { channel }: SimulatedRequest, place: number, by: Actor) {
  const random = seededRandom(world.seed).fork(`picture-report-${place}`)
  return random.chance(behaviour.demand.brought.picture[channel]) ? pictured(world, random, '现场.png', by) : undefined
}

/** The picture that shows what was done: wherever it is demanded, and now and then elsewhere. */
export async function proofOf(world: World, about: string, by: Actor, category: string) {
  const random = seededRandom(world.seed).fork(`picture-proof-${about}`)
  const shown = random.chance(behaviour.reply.proof) || proven.has(category)
  return shown ? pictured(world, random, '办结.png', by) : {}
}
