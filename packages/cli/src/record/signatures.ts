import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { wrongUse } from '../command-failure.js'
import { causeOf, readNamedFile } from './read-file.js'

function keyOf(path: string, read: (pem: Buffer) => KeyObject): KeyObject {
  const pem = readNamedFile(path)
  let key: KeyObject | undefined
  let why = ''
  try {
    key = read(pem)
    why = `it is a key of type ${key.asymmetricKeyType}`
  } catch (error) {
    why = causeOf(error)
  }
  if (key?.asymmetricKeyType === 'ed25519') return key
  throw wrongUse(`${path} 不是 Ed25519 密钥（PEM）：${why}`, `${path} is not an Ed25519 key in PEM form: ${why}`, {
    file: path,
  })
}

/** Signs the text of a checkpoint; the signature is base64. */
export function signerFrom(path: string): (text: string) => string {
  const key = keyOf(path, createPrivateKey)
  return (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64')
}

/** Whether a signature belongs to the text of a checkpoint. */
export function trustIn(path: string): (text: string, signature: string) => boolean {
  const key = keyOf(path, createPublicKey)
  return (text, signature) => verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
}
