/** Districts (시·군·구), the units of a large city, and the province or city above. */
export const districts = [
  { id: '11000', name: '서울특별시', parentId: null },
  { id: '11170', name: '용산구', parentId: '11000' },
  { id: '11200', name: '성동구', parentId: '11000' },
  { id: '11440', name: '마포구', parentId: '11000' },
  { id: '41000', name: '경기도', parentId: null },
  { id: '41110', name: '수원시', parentId: '41000' },
  { id: '41111', name: '수원시 장안구', parentId: '41110' },
  { id: '41113', name: '수원시 권선구', parentId: '41110' },
  { id: '41115', name: '수원시 팔달구', parentId: '41110' },
  { id: '41117', name: '수원시 영통구', parentId: '41110' },
  { id: '41150', name: '의정부시', parentId: '41000' },
] as const;

/** The names that the rest of the demo data calls districts by. */
export const district = {
  seoul: '11000',
  yongsan: '11170',
  seongdong: '11200',
  mapo: '11440',
  gyeonggi: '41000',
  suwon: '41110',
  uijeongbu: '41150',
} as const;

/** Dong codes: the district's prefix and a number of ours. Except for Songsan 3-dong the dong do not exist. */
export const dongs = {
  yongsan: ['1117090100', '1117090200', '1117090300'],
  seongdong: ['1120090100', '1120090200'],
  mapo: ['1144090100', '1144090200', '1144090300', '1144090400'],
  songsan3: '4115090300',
  suwon: ['4111190100', '4111390100', '4111590100', '4111790100'],
} as const;

/** What a dong code is called on an envelope. */
export const dongNames: Readonly<Record<string, string>> = {
  '1117090100': '서울특별시 용산구 한빛동',
  '1117090200': '서울특별시 용산구 솔내동',
  '1117090300': '서울특별시 용산구 마루동',
  '1120090100': '서울특별시 성동구 햇살동',
  '1120090200': '서울특별시 성동구 샘터동',
  '1144090100': '서울특별시 마포구 나루동',
  '1144090200': '서울특별시 마포구 와우동',
  '1144090300': '서울특별시 마포구 노을동',
  '1144090400': '서울특별시 마포구 새터동',
  '4115090300': '경기도 의정부시 송산3동',
  '4111190100': '경기도 수원시 장안구 정다운동',
  '4111390100': '경기도 수원시 권선구 들꽃동',
  '4111590100': '경기도 수원시 팔달구 성곽동',
  '4111790100': '경기도 수원시 영통구 호수동',
};
