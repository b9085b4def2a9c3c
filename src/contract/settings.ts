import { settings } from '../config/settings.js';

// The English words stand beside the settings; these are for docs/settings.ko.md.
const korean: Readonly<Record<string, string>> = {
  NODE_ENV: 'production이면 내장 데이터베이스, 데모 데이터, 개발용 토큰 발급기를 쓰지 않습니다.',
  HAMKKE_HOST: '요청을 받을 주소. 모든 주소로 받으려면 0.0.0.0.',
  HAMKKE_TRUSTED_PROXIES:
    '앞단 리버스 프록시의 주소나 네트워크(쉼표로 구분). 그 프록시가 X-Forwarded-For에 적은 주소가 접속기록에 남고, 다른 누구도 거기에 적을 수 없습니다.',
  HAMKKE_ALLOWED_ORIGINS:
    '브라우저에서 이 서버에 요청할 수 있는 웹 앱의 출처(CORS, 쉼표로 구분). production이 아니면 이 컴퓨터의 출처는 적지 않아도 됩니다.',
  HAMKKE_PORT: '요청을 받을 포트. 0이면 빈 포트를 고릅니다.',
  DATABASE_URL: 'PostgreSQL 15 이상, 소유자 계정. 없으면 내장 데이터베이스를 띄웁니다.',
  HAMKKE_API_DATABASE_URL: '같은 데이터베이스에 hamkke_api 역할만 될 수 있는 계정으로 접속하는 주소.',
  HAMKKE_API_POOLER:
    'HAMKKE_API_DATABASE_URL이 PgBouncer처럼 트랜잭션 단위로 연결을 나누는 풀러를 거치면 true.',
  HAMKKE_MIGRATE:
    '시작할 때 데이터베이스를 이 버전으로 올릴지. false면 다른 버전의 데이터베이스를 거절하며, npm run migrate가 올립니다.',
  HAMKKE_DATA_DIRECTORY: '내장 데이터베이스와 개발용 토큰의 키를 두는 폴더.',
  HAMKKE_DATABASE_PORT: '내장 데이터베이스의 포트. 0이면 빈 포트를 고릅니다.',
  HAMKKE_DATABASE_BUFFERS_MB:
    '내장 데이터베이스가 기억하는 페이지의 크기(MB, shared_buffers). 서비스가 10만 개면 384.',
  HAMKKE_DEMO: '처음 시작할 때 데모 데이터(지어낸 사람들)를 넣습니다.',
  HAMKKE_DIRECTORY_FILE: '처음 시작할 때 가져올 HSDS 데이터 꾸러미.',
  HAMKKE_UNIQUE_ID_KEYS: '주민등록번호를 암호화하는 키 파일.',
  HAMKKE_OIDC_ISSUER: '토큰을 발급하는 OpenID 제공자의 주소.',
  HAMKKE_OIDC_AUDIENCE: '토큰의 aud에 있어야 하는 값.',
  HAMKKE_OIDC_JWKS_URI: '제공자의 공개키 주소. 디스커버리 문서에 없을 때만 적습니다.',
  HAMKKE_WEBHOOK_KEY:
    '웹훅 비밀값을 만드는 열쇠. 32자 이상이며, production에서는 없으면 웹훅을 쓸 수 없습니다.',
  HAMKKE_LOG_KEY_FILE: '접속기록에 서명하는 Ed25519 개인키(PEM). production에서는 꼭 있어야 합니다.',
  HAMKKE_LOG_HEADS_FILE:
    '접속기록의 서명을 덧붙여 쓰는 파일. 데이터베이스 소유자가 손댈 수 없는 곳에 보관하려는 것입니다.',
  HAMKKE_LOG_LEVEL: '기록할 가장 낮은 수준.',
  HAMKKE_LOG_REQUESTS:
    '요청마다 한 줄을 남길지. 번호, 상태, 걸린 시간, 오류 사유만 있고 사람에 관한 것은 없습니다.',
  HAMKKE_LIMIT_MAX_DEPTH: '요청 문서의 깊이.',
  HAMKKE_LIMIT_MAX_ROOT_FIELDS: '최상위 필드 수. 하나가 SQL 문 하나입니다.',
  HAMKKE_LIMIT_MAX_FIELDS: '프래그먼트를 펼친 필드 수.',
  HAMKKE_LIMIT_MAX_ALIASES: '별칭 수.',
  HAMKKE_LIMIT_MAX_PAGE_SIZE: '한 페이지에서 받을 수 있는 가장 많은 행 수.',
  HAMKKE_LIMIT_DEFAULT_PAGE_SIZE: '따로 말하지 않을 때 한 페이지의 행 수.',
  HAMKKE_LIMIT_MAX_BODY_BYTES: '요청 본문의 크기(바이트).',
  HAMKKE_LIMIT_MAX_TOKENS: '요청 문서의 토큰 수.',
  HAMKKE_LIMIT_REQUEST_DEADLINE_MS: '요청 하나에 주는 시간(밀리초).',
  HAMKKE_LIMIT_POOL_SIZE: '데이터베이스 연결 수.',
  HAMKKE_LIMIT_MAX_IN_FLIGHT: '동시에 처리하는 요청 수. 넘으면 바로 거절합니다.',
  HAMKKE_LIMIT_PLANS_PER_DOCUMENT: '한 문서에 대해 보관하는 실행 계획 수.',
  HAMKKE_LIMIT_REMEMBERED_BYTES: '문서, 실행 계획, 응답 방법을 기억하는 데 쓰는 메모리(바이트).',
  HAMKKE_LIMIT_MAX_LIST_SIZE: '행 안에 든 목록의 가장 많은 행 수.',
  HAMKKE_LIMIT_MAX_ROWS:
    '요청 하나의 쪽 크기들을 곱해서 나올 수 있는 행 수. 최상위 필드를 모두 더하며, 값이 10개를 넘는 행은 그만큼 더 셉니다.',
  HAMKKE_LIMIT_MAX_COMPARISONS: '문서를 검사할 때 비교하는, 이름이 같은 필드의 쌍과 프래그먼트의 쌍의 수.',
  HAMKKE_LIMIT_ANSWER_BYTES: '가장 긴 응답(바이트).',
  HAMKKE_LIMIT_OPEN_ANSWER_BYTES:
    '토큰이 없는 요청에 주는 가장 긴 응답(바이트). 요청이 길면 다음 설정만큼 더 길 수 있습니다.',
  HAMKKE_LIMIT_OPEN_AMPLIFICATION: '토큰이 없는 요청에 주는 응답이 요청의 몇 배까지 길 수 있는지.',
  HAMKKE_LIMIT_OPEN_STATEMENTS: '토큰이 없는 요청이 동시에 쓰는 데이터베이스 연결 수.',
  HAMKKE_LIMIT_ADDRESS_STATEMENTS: '그 연결 가운데 한 주소가 한 번에 쓰는 수.',
  HAMKKE_LIMIT_OPEN_IN_FLIGHT: '토큰이 없는 요청을 동시에 처리하는 수. 넘으면 바로 거절합니다.',
  HAMKKE_LIMIT_ADDRESS_RATE:
    '토큰이 없을 때 한 주소가 1초에 보낼 수 있는 요청 수. 새 문서와 오래 걸리는 일은 더 많이 셉니다.',
  HAMKKE_LIMIT_PERSON_RATE: '한 사람이 1초에 보낼 수 있는 요청 수.',
  HAMKKE_LIMIT_ORGANIZATION_RATE: '한 기관이 1초에 보낼 수 있는 요청 수.',
  HAMKKE_LIMIT_PERSON_NUMBERS: '한 사람이 1분에 주민등록번호로 찾을 수 있는 횟수.',
  HAMKKE_LIMIT_ORGANIZATION_NUMBERS: '한 기관의 사람들이 1분에 주민등록번호로 찾을 수 있는 횟수.',
  HAMKKE_LIMIT_MAX_NAME_LENGTH: '별칭의 글자 수.',
  HAMKKE_LIMIT_MAX_STREAMS: '동시에 열려 있는 구독 수.',
  HAMKKE_LIMIT_CHANGE_DAYS: '변경 알림과 그 커서를 보관하는 날 수.',
  HAMKKE_LIMIT_DELIVERY_DAYS: '전달된 웹훅 기록을 보관하는 날 수.',
  HAMKKE_LIMIT_HSDS_PAGE: '/hsds 한 페이지의 가장 많은 기록 수.',
  HAMKKE_LIMIT_HSDS_SOUGHT: '/hsds에서 찾은 것을 줄 단위(ndjson)로 내주는 가장 많은 기록 수.',
  HAMKKE_LIMIT_HSDS_FULL_PAGE: '딸린 것을 모두 담을 때 한 페이지의 가장 많은 기록 수.',
  HAMKKE_LIMIT_HSDS_BYTES: '/hsds 문서 하나의 가장 큰 크기(바이트). 더 크면 거절합니다.',
  HAMKKE_LIMIT_HSDS_STREAMS: '동시에 내보내는 /hsds ndjson 응답 수.',
  HAMKKE_LIMIT_CAPACITY_DAYS:
    '서비스의 남은 자리를 믿는 날 수. 지나면 다시 확인할 때까지 알 수 없음이 됩니다.',
};
/** Defaults that are words and not values. */
const koreanDefaults: Readonly<Record<string, string>> = {
  HAMKKE_DEMO: '자체 데이터베이스이고 production이 아니면 true',
  HAMKKE_LOG_KEY_FILE: 'production이 아니면 데이터 폴더에 만듭니다',
  HAMKKE_UNIQUE_ID_KEYS: 'production이 아니면 스스로 만든 것',
  HAMKKE_DIRECTORY_FILE:
    '자체 데이터베이스이고 production이 아니면 ../shared/data/open211-miami-hsds-2.zip이 있으면 그것',
};

/** The table of settings as docs/settings.md shows it; a setting without Korean words stops the printing. */
export function settingsTable(language: 'en' | 'ko'): string {
  const head = language === 'en' ? '| setting | default | what it is |' : '| 설정 | 기본값 | 뜻 |';
  const lines = settings.map(({ name, default: value, description }) => {
    if (language === 'en') return `| \`${name}\` | ${value} | ${description} |`;
    const words = korean[name];
    if (!words)
      throw new Error(`The setting ${name} has no Korean words: add them to src/contract/settings.ts`);
    return `| \`${name}\` | ${koreanDefaults[name] ?? value} | ${words} |`;
  });
  return `${[head, '|---|---|---|', ...lines].join('\n')}\n`;
}
