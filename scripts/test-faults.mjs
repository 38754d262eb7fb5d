// `npm run test:faults`: the crash tests at full length. Everything else is in `npm test`, where these are run shortened.
import { install } from './lib/install.mjs'
import { main, run, tool } from './lib/run.mjs'

await main(async () => {
  await install()
  const { code } = await run([...tool('vitest'), 'run', 'faults', 'simulation'], {
    show: true,
    env: { HUIYIN_FAULTS: 'full' },
  })
  process.exitCode = code
})
