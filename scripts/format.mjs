// `npm run format [FILE…]`: format and apply the safe fixes of the linter.
import { install } from './lib/install.mjs'
import { main, run, tool } from './lib/run.mjs'

await main(async () => {
  await install()
  const { code } = await run([...tool('biome', '@biomejs/biome'), 'check', '--write', ...process.argv.slice(2)], {
    show: true,
  })
  process.exitCode = code
})
