import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isHuiyinError } from '../errors.js'
import { hashDigest, keyedDigest } from './node.js'

const bytes = (from: number, length: number) => Uint8Array.from({ length }, (_, n) => from + n)

describe('a keyed digest', () => {
  // GM/T 0042-2015, appendix D.3; the vectors with keys of fewer than 16 bytes are held by the oracle below.
  it.each([
    [
      bytes(1, 32),
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'.repeat(2),
      'ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a',
    ],
    [new Uint8Array(32).fill(0x0b), 'Hi There', 'c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e'],
  ])('is HMAC-SM3 as published', (key, text, expected) => {
    expect(keyedDigest({ algorithm: 'sm3', key }).hex(text)).toBe(expected)
  })

  it('is what OpenSSL makes of any key and text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('sm3' as const, 'sha256' as const),
        fc.uint8Array({ minLength: 16, maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        (algorithm, key, text) => {
          const expected = createHmac(algorithm, key).update(text, 'utf8').digest('hex')
          expect(keyedDigest({ algorithm, key }).hex(text)).toBe(expected)
        },
      ),
    )
  })

  it('is refused a key that could be guessed', () => {
    expect(() => keyedDigest({ algorithm: 'sm3', key: 'Jefe' })).toThrow(
      expect.toSatisfy((error: unknown) => isHuiyinError(error, 'configuration')),
    )
  })

  it('says which it is, so that a checkpoint is never compared with another', () => {
    const key = new Uint8Array(16)
    expect([hashDigest('sha256').name, keyedDigest({ algorithm: 'sm3', key }).name]).toEqual(['sha256', 'hmac-sm3'])
  })
})

describe('SHA-256', () => {
  it('is as published (FIPS 180-4)', () => {
    expect(hashDigest('sha256').hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})

it('a chain rests on nothing else than these two, whatever OpenSSL has', () => {
  for (const algorithm of ['md5', 'sha1', 'constructor', undefined] as never[]) {
    expect(() => hashDigest(algorithm)).toThrow(expect.objectContaining({ code: 'configuration' }))
    expect(() => keyedDigest({ algorithm, key: 'sixteen bytes or more' })).toThrow('sm3 or sha256')
  }
})
