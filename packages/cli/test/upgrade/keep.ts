import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Checkpoint } from '@huiyin/core'

/** Where the files of the releases stand. */
export const kept = join(import.meta.dirname, 'kept')

/** The schema in PostgreSQL that a release's rows are put into. */
export const schemaName = (release: string): string => `huiyin_${release.split('-')[0]?.replaceAll('.', '_')}`

/** Writes a release's file, when `HUIYIN_KEEP_RELEASE` names the release; see README.md. */
export function keepRelease(kind: 'sqlite' | 'postgres.jsonl', bytes: Buffer): void {
  const release = process.env.HUIYIN_KEEP_RELEASE
  if (release === undefined) return
  mkdirSync(kept, { recursive: true })
  writeFileSync(join(kept, `${release}.${kind}.gz`), gzipSync(bytes, { level: 9 }))
}

/** Writes the schema of a release, as the statements that make it. */
export function keepSchema(statements: readonly string[]): void {
  const release = process.env.HUIYIN_KEEP_RELEASE
  if (release === undefined) return
  mkdirSync(kept, { recursive: true })
  writeFileSync(join(kept, `${release}.postgres.sql`), `${statements.join(';\n')};\n`)
}

/** Writes the checkpoint of that file, with its lines. */
export function keepCheckpoint(checkpoint: Checkpoint, lines: readonly string[]): void {
  const release = process.env.HUIYIN_KEEP_RELEASE
  if (release === undefined) return
  mkdirSync(kept, { recursive: true })
  writeFileSync(join(kept, `${release}.checkpoint.json`), `${JSON.stringify(checkpoint, null, 2)}\n`)
  writeFileSync(join(kept, `${release}.lines.jsonl`), `${lines.join('\n')}\n`)
}
