// The switch between the languages. VitePress's own (theme-default/composables/langs.js) supposes that every page exists in
// every language; here a page in English only leads to the front page in Chinese. Same name and result as the original.
import { useData } from 'vitepress'
import { computed } from 'vue'
import { pages } from '../pages.mjs'

const translated = new Set(pages.filter((page) => page.translated).map(({ slug }) => `${slug}.md`))
const homeOf = (key) => (key === 'root' ? '/' : `/${key}/`)
const addressOf = (file) => file.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html')

export function useLangs({ correspondingLink = false } = {}) {
  const { site, localeIndex, page } = useData()
  const currentLang = computed(() => ({
    label: site.value.locales[localeIndex.value]?.label,
    link: homeOf(localeIndex.value),
  }))
  const localeLinks = computed(() => {
    const file = page.value.relativePath.slice(currentLang.value.link.length - 1)
    const path = correspondingLink && translated.has(file) ? addressOf(file) : ''
    return Object.entries(site.value.locales)
      .filter(([key]) => key !== localeIndex.value)
      .map(([key, { label }]) => ({ text: label, link: homeOf(key) + path }))
  })
  return { localeLinks, currentLang }
}
