// `npm run docs`: the API reference, from the doc comments, into docs/api.
import { install } from './lib/install.mjs'
import { main, must, step, tool } from './lib/run.mjs'

await main(async () => {
  await install()
  await step('生成接口文档 API reference → docs/api', async () => {
    await must([...tool('typedoc'), '--logLevel', 'Error'], 'typedoc failed')
  })
})
