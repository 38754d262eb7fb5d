// Options of the mutation testing. `npm run test:mutation` (scripts/mutation.mjs) says which lines are mutated, and judges the report.
import { fileURLToPath } from 'node:url'

const beside = (file) => fileURLToPath(new URL(file, import.meta.url))

export default {
  testRunner: 'vitest',
  plugins: [import.meta.resolve('@stryker-mutator/vitest-runner'), beside('./type-guards.mjs')],
  // Looking for related files at each mutant takes longer than the tests do.
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  ignorers: ['type-guards'],
  // Words, and the details of a refusal, are compared where they matter. As mutants they hid those that matter.
  mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration'] },
  // The sources are run as they are: no configuration of the compiler needs to be rewritten.
  tsconfigFile: 'scripts/mutation/none.json',
  disableTypeChecks: false,
  tempDirName: '.temp/mutation',
  ignorePatterns: ['dist', 'bench', 'examples', '.data', '.temp'],
  reporters: ['json'],
  jsonReporter: { fileName: '.temp/mutation.json' },
  concurrency: 2,
  timeoutMS: 10_000,
  allowEmpty: true,
  cleanTempDir: 'always',
}
