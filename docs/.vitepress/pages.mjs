// The pages of the documentation, in the order in which they are read. The site and the gates both read this table.
//
// A page is `docs/<slug>.md`. `translated` pages are also `docs/zh/<slug>.md`; the others are in English only.
// `generated` ones are written when the site is built.

/** The four groups: `{ name, en, zh, pages: { slug, en, zh, translated, generated? }[] }`. */
export const groups = [
  {
    name: 'use',
    en: 'Use',
    zh: '使用',
    pages: [
      { slug: 'getting-started', en: 'Getting started', zh: '快速开始', translated: true },
      { slug: 'requests', en: 'What a request holds', zh: '诉求包含什么', translated: true },
      { slug: 'commands', en: 'Commands', zh: '命令', translated: true },
      { slug: 'permissions', en: 'Actors and permissions', zh: '操作人与权限', translated: true },
      { slug: 'areas', en: 'Areas', zh: '区划与网格', translated: true },
      { slug: 'teams-and-catalogue', en: 'Teams and the catalogue', zh: '工作队与责任目录', translated: true },
      { slug: 'contacts', en: 'Contacts', zh: '联系方式', translated: true },
      { slug: 'privacy', en: 'Privacy', zh: '个人信息', translated: true },
      { slug: 'options', en: 'Options', zh: '配置项', translated: true },
      { slug: 'messages', en: 'Who hears what', zh: '谁听到什么', translated: true },
      { slug: 'deadlines', en: 'Deadlines', zh: '期限', translated: true },
      { slug: 'figures', en: 'Figures', zh: '指标', translated: true },
    ],
  },
  {
    name: 'operate',
    en: 'Operate',
    zh: '运行',
    pages: [
      { slug: 'running', en: 'Running', zh: '部署与运行', translated: true },
      { slug: 'changing-a-city', en: 'Changing a running city', zh: '在运行中作调整', translated: true },
      { slug: 'upgrading', en: 'Upgrading', zh: '升级', translated: true },
      { slug: 'record', en: 'The record', zh: '留痕', translated: true },
      { slug: 'reliability', en: 'Reliability', zh: '可靠性', translated: true },
      { slug: 'performance', en: 'Performance', zh: '性能', translated: true },
      { slug: 'command-line', en: 'Command line', zh: '命令行', translated: true },
    ],
  },
  {
    name: 'extend',
    en: 'Extend',
    zh: '扩展',
    pages: [
      { slug: 'lifecycle', en: 'The lifecycle', zh: '生命周期', translated: true },
      { slug: 'write-a-plugin', en: 'Write a plugin', zh: '编写插件', translated: true },
      { slug: 'write-a-storage', en: 'Write a storage', zh: '编写存储', translated: true },
      { slug: 'write-a-channel', en: 'Write a channel', zh: '编写通知渠道', translated: true },
      { slug: 'write-a-sink', en: 'Write a sink', zh: '编写事件出口', translated: true },
      { slug: 'write-a-file-store', en: 'Write a file store', zh: '编写文件存储', translated: true },
    ],
  },
  {
    name: 'reference',
    en: 'Reference',
    zh: '参考',
    pages: [
      { slug: 'errors', en: 'Refusals and errors', zh: '拒绝与错误', translated: true },
      { slug: 'events', en: 'Events', zh: '事件', translated: true },
      { slug: 'glossary', en: 'Glossary', zh: '术语表', translated: false },
      { slug: 'faq', en: 'FAQ', zh: '常见问题', translated: true },
      { slug: 'promises', en: 'Promises', zh: '承诺', translated: true },
      { slug: 'decisions/index', en: 'Decisions', zh: '决策记录', translated: false },
      { slug: 'reference/api/index', en: 'API', zh: '接口', translated: false, generated: true },
    ],
  },
]

/** Every page of the table, the front page of each language first. */
export const pages = [
  { slug: 'index', en: 'Huiyin', zh: '回音', translated: true },
  ...groups.flatMap((group) => group.pages),
]
