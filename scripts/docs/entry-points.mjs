// What the packages can be imported as, and the source file behind each import path.
import { join } from 'node:path'
import { packagesInBuildOrder } from '../lib/project.mjs'

const typesOf = (target) => (typeof target === 'string' ? target : target.types)

/** `{ name: '@huiyin/core/calendar', source }` for everything in `exports` that has types, in the order of package.json. */
export const entryPointsOf = ({ name, path, manifest }) =>
  Object.entries(manifest.exports)
    .filter(([, target]) => typesOf(target)?.endsWith('.d.ts'))
    .map(([subpath, target]) => ({
      name: join(name, subpath),
      source: join(
        path,
        typesOf(target)
          .replace('./dist/', 'src/')
          .replace(/\.d\.ts$/, '.ts'),
      ),
    }))

export const entryPoints = () => packagesInBuildOrder().flatMap(entryPointsOf)
