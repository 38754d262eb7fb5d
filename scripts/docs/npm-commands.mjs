// The npm commands in the shell blocks of the pages exist.
import { fencedBlocks } from '../lib/markdown.mjs'

/** `{ name, line }` for each npm script that a shell block of the text runs and `scripts` does not have. */
export const unknownNpmCommands = (text, scripts) =>
  fencedBlocks(text)
    .filter(({ info }) => /^(sh|bash|shell|console)\b/.test(info))
    .flatMap(({ code, line }) =>
      [...code.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start))/g)]
        .map((match) => ({ name: match[1] ?? match[2], line }))
        .filter(({ name }) => !(name in scripts)),
    )
