/**
 * What client-calls.md says that real programs send, a row a call, and the test that walks it: `said` is how the call stands there, with … for what is
 * filled in. The calls of the two Postman collections are data of their own (postman-calls.ts, test/scim/postman.test.ts), each of which is sent. Calls that nothing walks say why.
 */
export type Walk = readonly [call: string, test: string, said: string]

const [scripts, clients, sends, logIn] = ['scripts', 'clients', 'sends', 'log-in'].map(
  name => `test/graph/${name}.test.ts`,
) as [string, string, string, string]
const graph = (name: string): string => `test/graph/${name}.test.ts`
const scim = (name: string): string => `test/scim/${name}.test.ts`
const hooks = (name: string): string => `server/domain/webhooks/${name}.test.ts`

/** 1. Conventions across clients. */
const conventions: readonly Walk[] = [
  ['any /vN.N and none', graph('paths'), 'any version or none'],
  ['Authorization: Bearer, access_token in query, form, JSON, two at once', graph('tokens'), 'in two at once'],
  ['APP_ID|APP_SECRET literally, and as %7C', graph('tokens'), 'percent-encoded, and never a person’s cookie'],
  [
    'appsecret_proof, plain and timed, the published vectors',
    graph('proof'),
    'cf7842c06038347044e35e74f53ff76c3c9053f4d48a488d1c19823846dd3432',
  ],
  ['appsecret_proof with time', graph('proof'), 'e18aac8bfb180fd2479c83d9cd2117c54282c652300524cdc0e8244094f33c27'],
  [
    'parameters in query, form, multipart, JSON, several at once',
    graph('bodies'),
    'a message arrives whole, whatever carries it',
  ],
  [
    'DELETE with query, form or JSON body; GET with {}',
    graph('bodies'),
    'GET with a body that means nothing, DELETE with each kind of body',
  ],
  ['POST …?method=delete', graph('paths'), 'DELETE said as POST, in the query or the body'],
  [
    'brackets, JSON as text, single quotes, Python’s words, empty words',
    graph('bodies'),
    'JSON in a field, also with single quotes; brackets; Python’s words; empty means not set',
  ],
  ['doubled and trailing slashes', graph('paths'), 'doubled and trailing slashes'],
  [
    'numbers, a_b, t_n, e-mail addresses, me, community, company, app',
    graph('paths'),
    'a person by number and by address',
  ],
  [
    'fields: lists, nesting, modifiers chained in any order',
    graph('fields'),
    'three levels, blanks and line feeds between, modifiers in any order',
  ],
  ['.as(alias)', graph('fields'), 'one edge several times under names of its own'],
  [
    'fields not granted or empty are absent',
    graph('fields'),
    'what is unknown, not granted or every object’s own is left out',
  ],
  ['paging.next and cursors, none on the last page', graph('paging'), 'forwards to the end and back to the beginning'],
  ['access_token inside next', graph('paging'), 'the token is repeated where it came in the address'],
  ['edge.summary.total_count', scripts, 'summary: { total_count: expect.any(Number) }'],
  [
    'errors: message, type, code, error_subcode, fbtrace_id',
    graph('errors'),
    'every number has a status and a type that programs know',
  ],
  [
    'X-Hub-Signature over ASCII, the published vector',
    hooks('sign'),
    'the body is ASCII, and signed as the published vector says',
  ],
  [
    'hub.challenge; 400 and 403 refuse; one takes three seconds and calls back',
    clients,
    'a receiver that takes three seconds and calls back first shakes hands as well',
  ],
]

/** 2.3 Python, 2.4 PowerShell, 2.5 bots: fbsamples/workplace-platform-samples. */
const samples: readonly Walk[] = [
  ['AddUsersToGroup: POST {group}/members?email=x', scripts, "call('POST', `/…/members?email=zoe@cobalt.example`, '')"],
  [
    'BulkGroupCreation: POST //community/groups, empty words',
    scripts,
    'name=Bulk+two&description=&privacy=&join_setting=&post_permissions=',
  ],
  ['BulkReactivateUsers: POST {email} active=True', scripts, "call('POST', '/py@cobalt.example', 'active=True')"],
  ['DeleteUsers: DELETE {user}', scripts, "call('DELETE', `/…`)"],
  ['UpdateUserEmails: POST {email} email', scripts, "'email=py2%40cobalt.example'"],
  ['UpdateUserFrontlineStatus: POST {user} frontline={…}', scripts, 'frontline=…'],
  ['UpdateGroupDescription: POST {group} description', scripts, "'description=Now+told'"],
  ['PromoteGroupMemberToAdmin: POST {group}/admins/{user}', scripts, '/admins/…'],
  [
    'RemoveGroupMembers: DELETE {group}/members, form body',
    scripts,
    "call('DELETE', `/…/members`, 'email=zoe%40cobalt.example')",
  ],
  [
    'GetGroupListWithDetails',
    scripts,
    'admins{id,name,email},members.limit(0).summary(true),privacy,description,updated_time',
  ],
  ['GetPostViewers: GET {post}/seen', scripts, '/seen?fields=id,name,email,department,division,organization,title'],
  ['DownloadMessagesFromMember', scripts, '/conversations?fields=messages{created_time,message,to,from}'],
  ['DownloadGroupMessagesFromMember', scripts, '/messages?fields=id,created_time,message,from&user='],
  [
    'ExportUserDataWithInsights: POST, poll, result without credentials',
    graph('export'),
    'asked for, polled, fetched without a token',
  ],
  ['SCIM GET Users/?filter=userName eq', scim('users'), 'people are found by their address and their number'],
  ['SCIM GET Users, totalResults; startIndex, count', scim('conformance'), 'people: a list, a page of it, one'],
  ['SCIM PUT Users/{id}, partial bodies', scim('users'), 'a part of a person is all that a partial PUT changes'],
  [
    'SCIM PUT {invited: true, claimed: false} at top level',
    scim('users'),
    'invited, claimed, to be claimed again, deactivated',
  ],
  ['SCIM PATCH authMethod by its whole name', scim('users'), 'PATCH in every form that directories send'],
  ['SCIM POST Groups, members by text', scim('groups'), 'made with members by number or text, under either schema'],
  ['GET company/members?fields=id,picture', scripts, '/company/members?fields=id,picture&limit=100'],
  ['GET {user}/groups?limit', scripts, '/groups?limit=100'],
  ['GET community/groups/ with blanks in owner{…}', scripts, 'owner%7Bfirst_name,%20last_name,%20email%7D'],
  ['GET {group}/members/ limit=20000, by cursor', scripts, 'administrator,primary_address,department&limit=20000'],
  ['GET {group}/feed/ sorting_setting=RECENT_ACTIVITY', scripts, 'sorting_setting=RECENT_ACTIVITY&since='],
  [
    'GET {post}/ reactions.type(…).as(…) of seven kinds',
    scripts,
    'reactions.type(…).limit(0).summary(total_count).as(',
  ],
  ['GET {post}/comments/ order=chronological&since&after', scripts, '&order=chronological&since=1577836800&after='],
  [
    'GET {user}/conversations with attachments',
    scripts,
    '/conversations?fields=messages{message,from,to,attachments,created_time}',
  ],
  ['POST {group} {archive: true}', scripts, 'JSON.stringify({ archive: true })'],
  ['DELETE {group}/members/{id}', scripts, '/members/…`)'],
  ['DELETE {group}/members?email=', scripts, '/members?email=zoe@cobalt.example`)'],
  ['DELETE {message}?user={id}', scripts, "call('DELETE', `/…?user=…`)"],
  ['DELETE {post}', scripts, "call('DELETE', `/…`)"],
  [
    'cloner: GET {group}/feed, everything of it',
    scripts,
    'source,story,properties,permalink_url&order=chronological&limit=50',
  ],
  ['cloner: attachments, album, subattachments, media', graph('files'), 'one post of all of them, and read back whole'],
  [
    'cloner: POST community/groups?name&description&privacy',
    scripts,
    '/community/groups?name=Clone&description=Copied+words&privacy=CLOSED',
  ],
  ['cloner: POST {group}/feed?formatting=MARKDOWN&attached_media&files', scripts, '/feed?formatting=MARKDOWN&message='],
  ['cloner: POST me/photos?published=false&url=', graph('files'), '/me/photos?published=false&url='],
  ['cloner: POST {group}/videos?description&file_url', graph('files'), '/videos?description=Clip&file_url='],
  ['cloner: POST group_file_revisions', graph('files'), 'group_file_revisions'],
  ['cloner: POST {post}/comments?message', scripts, '/comments?message=as+it+was'],
  ['EmployeeSurvey: GET {user}?fields=first_name', scripts, '/v2.6/…?fields=first_name'],
  ['EmployeeSurvey: POST me/messages, quick replies', scripts, 'quick_replies: ['],
  [
    'EmployeeSurvey: hears messages, quick_reply.payload',
    hooks('messages'),
    'what people write and choose comes as the Messenger platform says it',
  ],
  ['ExpenseBot: POST me/subscribed_apps', scripts, '/v2.9/me/subscribed_apps'],
  [
    'ExpenseBot: POST app/subscriptions, id|secret as bearer',
    graph('subscriptions'),
    'with the app token, and with no other',
  ],
  [
    'ExpenseBot: names from the Messenger era',
    hooks('subscribe'),
    'a program subscribes itself, with names from the Messenger era',
  ],
  ['ExpenseBot: POST me/thread_settings, brackets in the query', scripts, '/v2.9/me/thread_settings?'],
  ['ExpenseBot: POST me/messenger_profile, brackets in the query', scripts, '/v2.9/me/messenger_profile?'],
  ['ExpenseBot: generic template, image_aspect_ratio', scripts, "image_aspect_ratio: 'square'"],
  ['ExpenseBot: GET {user}?fields=name,managers{name}', scripts, '?fields=name,managers{name}'],
  [
    'ReactBot: GET {post}?fields=message,from{…},formatting,permalink_url',
    scripts,
    '?fields=message,from{name,email},formatting,permalink_url',
  ],
  ['ReactBot: POST {id}/comments?message=', scripts, '/comments?message=Thanks'],
  ['ReactBot: hears mention, posts, comments', hooks('changes'), 'a mention is told once, under the page'],
  ['FeedPoster: POST {group}/feed?message&link', scripts, '/feed?message=Read&link='],
  [
    'BasicWebhooksExample: page, group, user, workplace_security',
    hooks('changes'),
    'the audit is told to who may hear it, all text',
  ],
]

/** 3. Other Workplace programs. */
const others: readonly Walk[] = [
  ['workplace-demo-authentication: GET oauth/access_token?…&code', logIn, "programs.graph('/v3.2/oauth/access_token'"],
  ['workplace-demo-authentication: GET company?fields=name, timed proof', logIn, '/v3.2/company?fields=name'],
  ['fb-messenger-bot: waits 3 s on the handshake, POST me/subscribed_apps', clients, "'a-slow-word'"],
  ['fb-messenger-bot: typing_on, message, typing_off', scripts, "['typing_on', 'typing_off', 'mark_seen']"],
  [
    'fb-messenger-bot: DELETE me/messenger_profile {fields}',
    scripts,
    "call('DELETE', '/me/messenger_profile', { fields: ['greeting'] })",
  ],
  [
    'fb-messenger-bot: GET {user}?fields=id,name,first_name,last_name,email',
    scripts,
    '?fields=id,name,first_name,last_name,email',
  ],
  ['workplace-action: POST v14.0/me/messages, thread_key', scripts, '/v14.0/me/messages?access_token='],
  ['chatops-webhook-proxy: GET {from.id}?fields=name,picture', scripts, '?fields=name,picture&access_token='],
  [
    'chatops-webhook-proxy: hears a post with a link',
    hooks('changes'),
    'a post: the envelope, its values, its headers, each byte',
  ],
  ['pyfacebook: POST v2.6/me/messages, REGULAR', scripts, "notification_type: 'REGULAR'"],
  ['pyfacebook: POST, DELETE v2.6/{group}/members', scripts, "call('DELETE', `/v2.6/…/members`"],
]

/** 4. Generic libraries, and 6. batch. */
const libraries: readonly Walk[] = [
  [
    'messenger-platform-samples: attachments by address, every template',
    scripts,
    'messenger samples: attachments by address, every template',
  ],
  [
    'messenger-platform-samples: hears delivery and read',
    hooks('messages'),
    'what the bot wrote reaches people and is read by them',
  ],
  ['messenger-platform-samples: account_link', scripts, "type: 'account_link'"],
  ['messaging-api-messenger: me, debug_token, {user}', clients, 'who it is, what its token is, who somebody is'],
  ['messaging-api-messenger: GET, POST {app}/subscriptions', clients, 'asks for webhooks and reads what it asked for'],
  ['messaging-api-messenger: POST me/message_attachments', scripts, '/v3.2/me/message_attachments'],
  ['messaging-api-messenger: GET me/thread_owner', scripts, '/v3.2/me/thread_owner?recipient='],
  ['messaging-api-messenger: POST /v3.2/, include_headers', clients, 'client().sendBatch(['],
  [
    'fbgraph: no Content-Type, method=delete',
    clients,
    'fbgraph 1.4: plain proof, forms without a type, DELETE said as POST',
  ],
  [
    'fbgraph: batch as a form; fb_exchange_token',
    clients,
    'asks several at once, and exchanges its token for a long one',
  ],
  [
    'business-sdk: GET with {}, cursors, POST with nothing behind the version',
    clients,
    'facebook-nodejs-business-sdk 24',
  ],
  ['facebook-sdk: GET /?ids=1,2', scripts, '/v3.1/?ids='],
  ['facebook-sdk: me/permissions', scripts, '/v3.1/me/permissions'],
  ['facebook-sdk: client_credentials, debug_token', scripts, 'grant_type=client_credentials'],
  ['facebook-sdk: code, fb_exchange_token', logIn, "grant_type: 'fb_exchange_token'"],
  [
    'facebook-sdk: multipart source to {group}/photos',
    graph('files'),
    'photos and videos of a group, their nodes, and their end',
  ],
  ['facebook-sdk: facebook-api-version, Content-Type json', graph('paths'), 'facebook-api-version'],
  ['passport-facebook: dialog/oauth', 'test/journeys/log-in.test.ts', 'passportTurn(strategy'],
  ['passport-facebook: POST oauth/access_token, GET me with proof', 'test/journeys/log-in.test.ts', 'Hello … … s-1'],
  ['passport-facebook: refusal by error', 'test/journeys/log-in.test.ts', 'Nobody access_denied s-1'],
  ['passport-facebook: error bodies', clients, 'a token and a code that are none end in its own errors'],
  ['messenger-bot, bootbot, fb-messenger, messenger-node', sends, 'bootbot 1.1'],
  ['scimverify: its whole list', scim('conformance'), 'somebody is made, exchanged, renamed by a PATCH and deleted'],
  [
    'batch: in the query, a form or JSON; under anything',
    graph('batch'),
    'in the query, a form or JSON; under any path and version',
  ],
  ['batch: at most 50', graph('batch'), 'fifty, and not one more'],
  ['batch: in order, each with its own code, a token of its own', graph('batch'), 'with a token of its own'],
]

export const walks: readonly Walk[] = [...conventions, ...samples, ...others, ...libraries]

/** What is not walked, and why. */
export const notWalked: readonly (readonly [call: string, why: string])[] = [
  [
    'workplace-demo-authentication: GET /install?code= of an install',
    'a vendor’s install dialog: there are no apps of vendors yet; a code of the log-in stands in for it',
  ],
  ['facebook-sdk parse_signed_request', 'signed_request goes to vendors’ apps alone (workplace-third-party-apps.md 4)'],
  [
    'graph-api-webhooks-samples: GET / shows what it got',
    'a page of its own, not a call to us; what it is sent is in hooks',
  ],
  [
    'open-graph-scraper, unfurl.js, oembed-providers',
    'they read open pages; here a card is made by the connector of its service for each viewer (decision 0006)',
  ],
]
