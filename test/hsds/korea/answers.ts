// Small answers in the forms of Korea's directories, invented.

export const json = (data: unknown[], total = data.length) =>
  JSON.stringify({
    currentCount: data.length,
    data,
    matchCount: total,
    page: 1,
    perPage: 1000,
    totalCount: total,
  });

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
type Fields = Readonly<Record<string, string | readonly Record<string, string>[] | undefined>>;
const element = (name: string, fields: Fields): string =>
  `<${name}>${Object.entries(fields)
    .map(([key, value = '']) =>
      typeof value === 'string'
        ? `<${key}>${escaped(value)}</${key}>`
        : value.map((each) => element(key, each)).join(''),
    )
    .join('')}</${name}>`;

const envelope = (total: number, more = '') =>
  `<totalCount>${total}</totalCount><pageNo>1</pageNo><numOfRows>500</numOfRows>${more}`;
const success = '<resultCode>0</resultCode><resultMessage>SUCCESS</resultMessage>';
export const wanted = (rows: Fields[], total = rows.length) =>
  `<?xml version="1.0" encoding="UTF-8"?><wantedList>${envelope(total, success)}${rows
    .map((each) => element('servList', each))
    .join('\n')}</wantedList>`;
export const detail = (fields: Fields) =>
  `<?xml version="1.0"?>${element('wantedDtl', { resultCode: '0', ...fields })}`;
export const items = (rows: Fields[], total = rows.length) =>
  `<response><header><resultCode>00</resultCode></header><body><items>${rows
    .map((each) => element('item', each))
    .join('\n')}</items>${envelope(total)}</body></response>`;
export const gateway = (code: string, words: string) =>
  `<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg><returnAuthMsg>${words}</returnAuthMsg><returnReasonCode>${code}</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>`;

/** One of each directory, with what is odd in the real ones. */
export const gov24List = [
  {
    서비스ID: '302000000901',
    서비스명: '늘봄 출산 축하금',
    서비스목적요약: '출산 가정의 부담을 덜어 줍니다.',
    지원대상: '만 65세 이상 어르신',
    선정기준: null,
    지원내용: '○ 50만원\r\n○ 한 번',
    지원유형: '현금(감면)||서비스(돌봄)',
    신청방법: '방문신청||기타 온라인신청',
    신청기한: '2026. 5. 11.(월) ~ 12. 4.(금)',
    상세조회URL: 'https://www.gov.kr/portal/rcvfvrSvc/dtlEx/302000000901',
    소관기관코드: '3020000',
    소관기관명: '서울특별시 용산구',
    소관기관유형: '시군구',
    부서명: '복지정책과',
    접수기관: '주민센터',
    전화문의: '복지정책과/02-2199-0001||콜센터/0079-5-1||문화센터/02-749-0102(519)||과/0231530000||없음/-',
    사용자구분: '개인||가구',
    서비스분야: '임신·출산',
    수정일시: '20260129201825',
    조회수: 12,
  },
  {
    서비스ID: 'B41000200903',
    서비스명: '새싹 요금 할인',
    서비스목적요약: '요금을 덜어 줍니다.',
    지원대상: '65세 이상, 장애인, 다자녀 가구',
    신청방법: '방문신청',
    신청기한: '상시신청',
    상세조회URL: 'https://www.gov.kr/portal/rcvfvrSvc/dtlEx/B41000200903',
    소관기관명: '새싹공사',
    전화문의: '고객센터/1588-0001',
    서비스분야: '생활안정',
  },
];
export const conditions = [
  {
    서비스ID: '302000000901',
    JA0101: 'Y',
    JA0102: 'Y',
    JA0110: 0,
    JA0111: 120,
    JA0201: 'Y',
    JA0202: 'Y',
    JA0302: 'Y',
    JA0322: 'Y',
    JA0403: null,
  },
  { 서비스ID: 'B41000200903', JA0110: 19, JA0111: 34, JA0412: 'Y' },
  { 서비스ID: '999999999999', JA0101: 'Y' },
];
export const gov24Detail = [
  {
    서비스ID: '302000000901',
    서비스명: '늘봄 출산 축하금',
    서비스목적: '출산 가정의 부담을 덜어 줍니다.',
    구비서류: '신청서',
    법령: '모자보건법(제3조)||아동복지법',
    온라인신청사이트URL: 'https://www.bokjiro.go.kr',
  },
];

export const centralList = [
  {
    servId: 'WLF00090001',
    servNm: '새싹 요금할인',
    servDgst: '요금을 덜어 줍니다.',
    servDtlLink: 'https://www.bokjiro.go.kr/a.do?wlfareInfoId=WLF00090001&wlfareInfoReldBztpCd=01',
    jurMnofNm: '보건복지부',
    jurOrgNm: '복지정책과',
    lifeArray: '청년,임신 · 출산',
    trgterIndvdlArray: '저소득,한부모·조손',
    intrsThemaArray: '주거,서민금융',
    rprsCtadr: 'e1c2kzjZq/xMywMyqUnhotU=',
    svcfrstRegTs: '20220122',
  },
];
export const centralDetail = {
  servId: 'WLF00090001',
  servNm: '새싹 요금할인',
  jurMnofNm: '보건복지부 복지정책과',
  wlfareInfoOutlCn: '요금을 덜어 줍니다.',
  tgtrDtlCn: '저소득 가구',
  applmetList: [{ servSeCode: '070', servSeDetailNm: '신청', servSeDetailLink: '주민센터' }],
  inqplCtadrList: [{ servSeCode: '010', servSeDetailNm: '콜센터', servSeDetailLink: '129' }],
  baslawList: [
    { servSeCode: '030', servSeDetailNm: '국민기초생활 보장법' },
    { servSeCode: '030', servSeDetailNm: '주거급여법' },
  ],
};

export const localList = [
  {
    servId: 'WLF00090002',
    servNm: '늘봄 출산축하금',
    servDgst: '출산 가정을 돕습니다.',
    servDtlLink: 'https://www.bokjiro.go.kr/a.do?wlfareInfoId=WLF00090002&wlfareInfoReldBztpCd=02',
    ctpvNm: '서울특별시',
    sggNm: '용산구',
    bizChrDeptNm: '서울특별시 용산구 복지국 가족정책과',
    lifeNmArray: '임신·출산',
    aplyMtdNm: '방문, 인터넷',
    lastModYmd: '20260703',
    inqNum: '3',
  },
  {
    servId: 'WLF00090003',
    servNm: '바닷가 마을 돌봄',
    servDgst: '돌봅니다.',
    servDtlLink: 'https://www.bokjiro.go.kr/a.do?wlfareInfoId=WLF00090003&wlfareInfoReldBztpCd=02',
    ctpvNm: '전라남도',
    sggNm: '보성군',
  },
  {
    servId: 'WLF00090004',
    servNm: '갈라진 구의 지원',
    servDgst: '돕습니다.',
    servDtlLink: 'https://www.bokjiro.go.kr/a.do?wlfareInfoId=WLF00090004&wlfareInfoReldBztpCd=02',
    ctpvNm: '인천광역시',
    sggNm: '중구',
  },
  {
    servId: 'WLF00090005',
    servNm: '세종 지원',
    servDgst: '돕습니다.',
    servDtlLink: 'https://www.bokjiro.go.kr/a.do?wlfareInfoId=WLF00090005&wlfareInfoReldBztpCd=02',
    ctpvNm: '세종특별자치시',
    sggNm: '-',
  },
];
export const localDetail = {
  servId: 'WLF00090002',
  servNm: '늘봄 출산축하금',
  ctpvNm: '서울특별시',
  alwServCn: '50만원을 드립니다.',
  sprtTrgtCn: '출산 가정',
  enfcBgngYmd: '20190711',
  enfcEndYmd: '99991231',
  inqplCtadrList: [
    { wlfareInfoDtlCd: '010', wlfareInfoReldCn: '063-560-8762,8724', wlfareInfoReldNm: '가족정책과' },
  ],
};

export const shelterName = '가람***';
export const facilityList = [
  {
    fcltCd: '00000',
    fcltNm: '시험 시설',
    fcltKindCd: '010401',
    fcltKindNm: '재가노인복지시설',
    jrsdSggCd: '1100000000',
  },
  {
    fcltCd: 'A9001',
    fcltNm: '&quot;늘봄&quot; 요양원',
    fcltKindCd: '010201',
    fcltKindNm: '노인의료복지시설',
    jrsdSggCd: '4677000000',
  },
  {
    fcltCd: 'F9001',
    fcltNm: shelterName,
    fcltKindCd: '040211',
    fcltKindNm: '정신요양시설',
    jrsdSggCd: '1117000000',
  },
  {
    fcltCd: 'O9001',
    fcltNm: '한빛청소년쉼터(고정형',
    fcltKindCd: '150101',
    fcltKindNm: '청소년복지시설',
    jrsdSggCd: '1117000000',
  },
  {
    fcltCd: 'W9001',
    fcltNm: '새벽 가정폭력피해자 보호시설',
    fcltKindCd: '090110',
    fcltKindNm: '여성복지시설',
    jrsdSggCd: '1117000000',
  },
];
export const facilityBasic = [
  {
    fcltCd: 'A9001',
    fcltNm: '&quot;늘봄&quot; 요양원',
    fcltKindCd: '010201',
    jrsdSggCd: '4677000000',
    bizno: '1234567890',
    cprNm: '사회복지법인 늘봄',
    fcltAddr: '전라남도 고흥군 도양읍 새길',
    fcltDtl_1Addr: '35 (정상동)',
    fcltZipcd: '59500',
    fcltTelNo: '0618420000',
  },
  {
    fcltCd: 'F9001',
    fcltNm: shelterName,
    fcltKindCd: '040211',
    jrsdSggCd: '1117000000',
    bizno: '9876543210',
    cprNm: '가람재단',
  },
  {
    fcltCd: 'O9001',
    fcltNm: '한빛청소년쉼터(고정형',
    fcltKindCd: '150101',
    jrsdSggCd: '1117000000',
    fcltAddr: '서울특별시 용산구 비밀로 7',
    fcltTelNo: '027000001',
  },
  {
    fcltCd: 'W9001',
    fcltNm: '새벽 가정폭력피해자 보호시설',
    jrsdSggCd: '1117000000',
    fcltAddr: '서울특별시 용산구 숨은로 3',
  },
];

/** All of them as files. */
export const files = () => ({
  'gov24/list.json': json(gov24List),
  'gov24/conditions.json': json(conditions),
  'gov24/detail.json': json(gov24Detail),
  'central/list.xml': wanted(centralList),
  'central/WLF00090001.xml': detail(centralDetail),
  'local/list.xml': wanted(localList),
  'local/WLF00090002.xml': detail(localDetail),
  'facilities/list.xml': items(facilityList),
  'facilities/basic.xml': items(facilityBasic),
  'readme.txt': 'no record',
});
