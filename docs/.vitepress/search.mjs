// How the search of the site takes a text apart. The page and the gate that asks the built index both use it.

/**
 * The words of a text, Chinese ones too. VitePress copies the source of this function into the page, so it must not use
 * anything outside itself.
 */
export function tokenize(text) {
  const words = []
  for (const { segment, isWordLike } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text))
    if (isWordLike) words.push(segment)
  return words
}

/**
 * All words must be found: Chinese terms are several words to the segmenter. Pages come before entries of the API reference,
 * in which nearly every word occurs somewhere.
 */
export const searchOptions = {
  combineWith: 'AND',
  prefix: true,
  fuzzy: 0.2,
  boost: { title: 4, text: 2, titles: 1 },
  boostDocument: (id) => (id.includes('/reference/api/') ? 0.2 : 1),
}

/** The words of the search box in Chinese. */
export const chineseWords = {
  button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
  modal: {
    displayDetails: '显示详情',
    resetButtonTitle: '清除',
    backButtonTitle: '返回',
    noResultsText: '没有结果：',
    footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' },
  },
}
