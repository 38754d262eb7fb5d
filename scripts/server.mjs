// `npm run server`: from a fresh clone to a small government application in the browser, in one command.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { root } from './lib/project.mjs'
import { main, projectNode, StepFailed } from './lib/run.mjs'

await main(async () => {
  await install()
  await build()
  console.log('▸ 示例应用 example application: 按 Ctrl+C 停止 stops it')
  const server = spawn(projectNode(), ['src/main.ts'], { cwd: join(root, 'examples/server'), stdio: 'inherit' })
  // A terminal sends Ctrl+C to the server as well; everybody else sends it to this process only. Either way the server ends first.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => server.kill('SIGTERM'))
  const [code, signal] = await once(server, 'close')
  if (code !== 0)
    throw new StepFailed(
      `The server ended with ${signal ?? `exit code ${code}`}; see its last lines. 服务未能正常运行。`,
    )
})
