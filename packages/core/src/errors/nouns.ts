/** What can be looked up by an id, in Chinese. */
export const nouns: Readonly<Record<string, string>> = {
  request: '诉求',
  area: '区划',
  category: '分类',
  clock: '时限',
  unit: '承办单位',
  destination: '投递目的地',
  attachment: '附件',
  sink: '事件出口',
}
