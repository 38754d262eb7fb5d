// The documentation as a site. `npm run docs` builds it into docs/.vitepress/dist, without a network.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { slug } from '../../scripts/lib/markdown.mjs'
import { diagrams } from './diagrams.mjs'
import { nav, sidebar } from './navigation.mjs'
import { outsideLinks } from './outside-links.mjs'
import { chineseWords, searchOptions, tokenize } from './search.mjs'

const languages = fileURLToPath(new URL('theme/languages.mjs', import.meta.url))
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><text x="2" y="27" font-size="28">回</text></svg>`

export default defineConfig({
  title: 'Huiyin 回音',
  description: 'An embeddable TypeScript library for Chinese grid governance 城乡网格治理',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  ignoreDeadLinks: false,
  metaChunk: true, // the sidebars once, not in each of the pages
  // Anchors as GitHub derives them, so that a link holds in both places.
  markdown: {
    anchor: { slugify: slug },
    config(markdown) {
      markdown.use(diagrams).use(outsideLinks)
    },
  },
  // The browsers that have Intl.Segmenter, which the search needs, understand this; the esbuild inside knows no es2024.
  vite: {
    build: { target: 'es2022' },
    esbuild: { target: 'es2022', tsconfigRaw: '{}' },
    resolve: { alias: [{ find: /^\.\.?\/composables\/langs$/, replacement: languages }] },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: { zh: { translations: chineseWords } },
        miniSearch: { options: { tokenize }, searchOptions },
      },
    },
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en-GB',
      themeConfig: { nav: nav('en'), sidebar: sidebar('en'), outline: { level: [2, 3] } },
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      link: '/zh/',
      description: '可嵌入的城乡网格治理 TypeScript 库',
      themeConfig: {
        nav: nav('zh'),
        sidebar: sidebar('zh'),
        outline: { level: [2, 3], label: '本页内容' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '切换到浅色',
        darkModeSwitchTitle: '切换到深色',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '语言',
        skipToContentLabel: '跳到正文',
        notFound: { title: '没有这一页', quote: '地址可能已经改变。', linkText: '回到首页', linkLabel: '回到首页' },
      },
    },
  },
})
