import type { AttachmentStep } from '../facts/attachment.js'

/** What a place takes as attachments of requests. */
export interface AttachmentPolicy {
  /** Media types, in small letters and without parameters. A type that a browser would run, such as `image/svg+xml`, is not for them. */
  readonly types: readonly string[]
  /** Most bytes of one file. */
  readonly maxSize: number
  /** How many files one request may have, those that were erased among them. */
  readonly maxFiles: number
  /** Files of which steps the requester sees. Of `proof` they see those of rounds that were answered. */
  readonly shownToRequester: readonly AttachmentStep[]
}

/** Pictures, recordings, films and PDF of at most 20 MiB, 30 a request; what staff photograph when they check stays with staff. */
export const defaultAttachmentPolicy: AttachmentPolicy = {
  types: [
    'image/jpeg',
    'image/png',
    'image/webp',
    'image/heic',
    'image/gif',
    'audio/mpeg',
    'audio/mp4',
    'audio/aac',
    'audio/amr',
    'audio/wav',
    'video/mp4',
    'video/quicktime',
    'application/pdf',
  ],
  maxSize: 20 * 1024 * 1024,
  maxFiles: 30,
  shownToRequester: ['report', 'supplement', 'proof'],
}
