/**
 * What residents say, by leaf category. Placeholders: `{place}` the community or village, `{spot}` and `{building}` a spot and
 * a house that fit the kind of grid, `{days}` a small number of days, `{degrees}` a room temperature too low, `{sum}` an amount in yuan.
 */
export const matters: Readonly<Record<string, readonly string[]>> = {
  'property-management': [
    '{place}{spot}的门禁坏了{days}天，物业一直没有人来修，外来人员随便进出。',
    '{place}物业服务差，{spot}的卫生{days}天没人打扫，打电话也没人接。',
    '{place}{spot}的监控早就不亮了，电动车被偷也查不到，请督促物业尽快恢复。',
  ],
  'property-fees': [
    '{place}物业费涨价没有征求业主意见，请问收费标准有没有备案？',
    '{place}物业把公共区域的广告收入算成自己的，一直不公示账目，希望公开。',
  ],
  'property-repairs': [
    '{place}{building}外墙渗水，家里墙皮掉了一大片，申请动用维修基金已经{days}天没有答复。',
    '{place}{building}门口的台阶断裂，老人进出容易摔倒，希望修一下。',
    '{place}{building}屋顶漏雨，厨房滴水，请帮忙协调维修。',
  ],
  'property-lift': [
    '{place}{building}的电梯停运{days}天了，楼上住着行动不便的老人，请尽快修好。',
    '{place}{building}电梯上下时抖动、有异响，不敢坐，希望派人检测。',
  ],
  'property-parking': [
    '{place}{spot}车位不够，晚上回来没有地方停，能不能重新划线？',
    '{place}{spot}的消防通道天天停满私家车，物业不管。',
  ],
  'property-title': [
    '{place}交房两年多还办不了不动产证，开发商一直推脱，请问什么时候能办？',
    '{place}的房子已经过了约定的交房日期，至今没有通知收房，请核实。',
  ],
  'heating-cold-home': [
    '{place}{building}家里暖气不热，室内只有{degrees}度，老人孩子受不了，请尽快处理。',
    '{place}{building}整栋{days}天没有暖气，报修以后一直没人上门。',
    '{place}{building}暖气管道漏水，楼道里到处是水，请马上来修。',
  ],
  'heating-fees': [
    '{place}家里室温一直不达标，想咨询供热费怎么退。',
    '{place}的房子没有人住，报停供热还要交基础热费，请问依据是什么？',
  ],
  'water-outage': [
    '{place}{spot}从早上开始停水，没有接到通知，请问什么时候恢复？',
    '{place}{spot}水压太低，高处的住户已经{days}天用不上水。',
    '{place}{spot}路面往外冒水，像是自来水管爆了，请派人抢修。',
  ],
  'gas-service': [
    '{place}{building}楼道里闻到煤气味，请派人检查。',
    '{place}申请开通天然气已经{days}天，一直没有人上门。',
  ],
  'power-outage': [
    '{place}{building}一到晚上就跳闸，电器都用不了，请检查线路。',
    '{place}{spot}停电{days}个小时了，请问什么原因，什么时候来电？',
  ],
  'road-damage': [
    '{place}{spot}路面有一个大坑，下雨积水看不见，已经有人骑车摔倒。',
    '{place}{spot}施工挖开的路面一直没有恢复，车走过去颠得厉害，尘土也大。',
    '{place}{spot}人行道的砖松动缺失，走路绊脚，希望修补。',
  ],
  'street-light': [
    '{place}{spot}的路灯{days}天不亮，晚上漆黑一片，请尽快维修。',
    '{place}{spot}的路灯白天亮、晚上灭，请调一下时间。',
    '{place}{spot}没有路灯，孩子放学走夜路不安全，希望加装。',
  ],
  'manhole-cover': [
    '{place}{spot}的井盖不见了，只插着一根树枝，非常危险。',
    '{place}{spot}的井盖破了一个角，汽车压过去咣咣响，影响休息。',
  ],
  drainage: [
    '{place}{spot}下水道堵了，污水流到路上，气味很大。',
    '{place}{spot}一下雨就积水，车子开不过去，请疏通排水。',
  ],
  'traffic-signal': [
    '{place}附近路口的红绿灯不亮，上下班高峰车辆抢行，容易出事故。',
    '{place}附近路口的斑马线磨没了，车也不让人，请重新划线。',
  ],
  'illegal-parking': [
    '{place}{spot}有几辆车长期停在路边，公交车都过不去。',
    '{place}{spot}的盲道天天被车占着，请安排人管一管。',
  ],
  'bus-service': [
    '{place}附近等公交车等了四十多分钟，班次能不能加密一些？',
    '{place}老人多，最近的站点太远，希望公交线路延伸过来。',
  ],
  'waste-collection': [
    '{place}{spot}的垃圾桶满了{days}天没人清运，气味难闻。',
    '{place}{spot}堆了很多装修垃圾，一直没人拉走。',
    '{place}{spot}垃圾倒在路边，风一刮到处都是，请清理。',
  ],
  'public-toilet': [
    '{place}附近的公厕{days}天没有打扫，水龙头也坏了。',
    '{place}附近的公厕一直锁着门，请问什么时候开放？',
  ],
  'street-vending': [
    '{place}{spot}每天早上摆摊占了半条路，车辆没法通行。',
    '{place}{spot}的店铺把货架摆到人行道上，行人只能走机动车道。',
  ],
  'illegal-building': [
    '{place}{spot}有人私自搭建彩钢房，挡了后面住户的光，请查处。',
    '{place}{spot}有住户圈占公共绿地盖小屋，请拆除。',
  ],
  greening: ['{place}{spot}的树枝伸到窗前，挡光还招虫，请修剪。', '{place}{spot}的绿化带枯死一片，露着土，希望补种。'],
  noise: [
    '{place}{spot}晚上跳广场舞音量太大，孩子没法写作业。',
    '{place}附近的歌厅半夜还在唱，低音震得睡不着，已经{days}天了。',
  ],
  'construction-noise': [
    '{place}旁边的工地夜里十一点多还在施工，影响休息。',
    '{place}旁边的工地没有围挡，灰尘噪音都大，请管一管。',
  ],
  fumes: ['{place}附近的烧烤店油烟直接往楼上排，窗户都不敢开。', '{place}附近的厂子夜里排刺鼻的气体，请查一查。'],
  'river-pollution': ['{place}附近的河沟水发黑发臭，像是有人偷排污水。', '{place}附近的河道里漂着很多垃圾，希望清理。'],
  'neighbour-dispute': [
    '{place}{building}楼上漏水泡了我家的屋顶，协商几次都谈不拢，请帮忙调解。',
    '{place}{building}邻居把东西堆在两家共用的过道上，说了不听，请社区出面。',
    '{place}{building}两家因为墙界争了好几年，希望有人来量一量、说句公道话。',
  ],
  'corridor-clutter': [
    '{place}{building}楼道里堆满纸箱和旧家具，着了火跑都跑不出来。',
    '{place}{building}有人把自行车锁在楼梯扶手上，抬老人下楼都过不去。',
  ],
  'charging-hazard': [
    '{place}{building}有人从窗户扯线给电动车充电，太危险了。',
    '{place}{spot}没有充电桩，大家都飞线充电，希望加装。',
  ],
  'dog-keeping': ['{place}{spot}有人遛大狗不拴绳，吓得孩子不敢下楼。', '{place}{spot}流浪狗成群，追咬路人，请处理。'],
  'rural-toilet': [
    '{place}{spot}的改厕化粪池满了，打电话{days}天没有人来抽。',
    '{place}家里改厕以后冬天上冻不能冲水，希望派人看看。',
    '{place}家里改厕的厕具坏了，不知道找谁修。',
  ],
  irrigation: [
    '{place}{spot}的机井坏了，麦子要浇返青水，等不起。',
    '{place}{spot}水渠淤了，水流不到地里，请组织清淤。',
  ],
  'village-road': [
    '{place}{spot}的村路被大车压坏了，下雨全是泥。',
    '{place}{spot}还有一段土路没有硬化，请问今年有没有计划？',
  ],
  'land-contract': [
    '{place}家里的承包地确权面积和实际不一样，想申请重新丈量。',
    '{place}的土地流转款拖了{days}天没有发，请帮忙问一下。',
  ],
  'social-insurance': [
    '灵活就业人员养老保险断缴以后怎么补？住在{place}，想知道去哪里办。',
    '我母亲住{place}，今年没有做养老金资格认证，待遇停了，请问怎么恢复？',
    '咨询居民医保异地就医怎么备案，人在{place}。',
  ],
  'wage-arrears': [
    '在{place}附近的工地干活，包工头欠我们几个人工资{sum}元，一直拖着不给。',
    '{place}附近的店关门了，还欠我两个月工资，共{sum}元。',
  ],
  'minimum-living': [
    '家里人生大病花了很多钱，住在{place}，想问能不能申请低保。',
    '{place}一位独居老人生活困难，希望有人上门了解情况。',
  ],
  'elderly-care': ['{place}老人多，想问助老食堂什么时候能开。', '父亲今年八十，住{place}，请问高龄津贴怎么领？'],
  'school-enrolment': [
    '孩子今年上小学，户口不在本地，住{place}，需要准备哪些材料？',
    '{place}今年划到哪个学区？希望早点公布。',
  ],
  'medical-service': [
    '{place}的卫生室经常没有人，老人拿药不方便。',
    '在医院看病排队时间太长，住{place}，想问能不能在社区开慢性病的药。',
  ],
  'epidemic-control': [
    '从外地回{place}，需要报备吗？要做几次核酸？',
    '{place}核酸采样点排队没有间隔，希望加强秩序。',
    '我住{place}，行程码带星，想问居家健康监测几天。',
  ],
  'consumer-dispute': [
    '在{place}附近买的家电坏了，店家不给保修，请帮忙维权。',
    '{place}附近的健身房关门跑了，卡里还有{sum}元。',
  ],
  'food-safety': ['在{place}附近买的熟食发酸，吃了拉肚子，请检查。', '{place}附近的小饭店后厨很脏，没有看到健康证。'],
  other: ['{place}{spot}捡到一个钱包，不知道交给谁。', '想给{place}提个建议：在{spot}放几张长椅，让老人歇歇脚。'],
}

/** Where in a grid, by what the grid covers. `{n}` and `{m}` are small numbers. */
export const spots = {
  residential: ['{n}号楼西侧', '{n}号楼楼下', '小区北门', '小区南门', '健身广场旁', '小区东门外'],
  village: ['村东头', '村西头', '村委会门前', '南北主街', '村口桥头', '文化广场旁', '村后小路'],
  business: ['农贸市场门口', '商业街东口', '商业街西口', '步行街', '写字楼楼下', '公交站旁', '沿街商铺{n}号门前'],
} as const

/** Which house, by what the grid covers. */
export const buildings = {
  residential: '{n}号楼{m}单元',
  village: '{n}排{m}号',
  business: '沿街商铺{n}号',
} as const

/** How a grid worker's own report begins. */
export const seenOnPatrol = '网格巡查发现：'

/** How a report begins that repeats what a neighbour has reported. */
export const alsoSeen = ['我也反映一下：', '不知道有没有人报过，', '邻居们都看到了，']

/** How a second subject is added to the first in one report. */
export const besides = '另外，'

/** How a resident leaves a number in the text, where it does not belong. */
export const callMe = '请打我电话{phone}。'
