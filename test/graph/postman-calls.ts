/**
 * The calls that client-calls.md 2.1 lists of the official Postman collection, written by us: method and address with the collection's variables, a body where
 * it has one. `stands`: it must succeed; what does not stand yet must be refused in Graph's documented words.
 */
export interface Call {
  readonly stands: boolean
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object | undefined
}

const call =
  (stands: boolean) =>
  (method: Call['method'], path: string, body?: object): Call => ({ stands, method, path, body })
const now = call(true)
const later = call(false)

const member =
  'id,first_name,last_name,email,title,department,employee_number,primary_phone,primary_address,picture,link,locale,name,name_format,updated_time'
const text = [{ type: 'text_block', children: [{ type: 'p', children: [{ type: 'text', text: 'Rules' }] }] }]
const category = 'id,title,content,status,last_editor,read_audience,color,icon,last_updated,json_content'
const event =
  'id,attending_count,can_guests_invite,category,cover,declined_count,description,end_time,event_times,guest_list_enabled,interested_count,is_canceled,is_draft,is_page_owned,maybe_count,name,noreply_count,owner,parent_group,place,start_time,timezone,type,updated_time'

const community: readonly Call[] = [
  now('GET', '{{community_id}}/admins'),
  later('POST', '{{community_id}}/admins', { uid: '{{user_id2}}' }),
  later('DELETE', '{{community_id}}/admins', { uid: '{{user_id2}}' }),
  now('GET', '{{community_id}}/groups'),
  now('POST', '{{community_id}}/groups', { name: 'From Postman', group_type: 'WORK_SOCIAL', privacy: 'OPEN' }),
  now('POST', 'community/groups/', {
    name: 'News',
    archive: 'false',
    privacy: 'CLOSED',
    purpose: 'WORK_ANNOUNCEMENT',
    post_permissions: 'ADMIN_ONLY',
    post_requires_admin_approval: 'true',
  }),
  now('GET', '{{community_id}}/members'),
  later('POST', '{{community_id}}/members', { member: '{{user_id2}}' }),
  later('DELETE', '{{community_id}}/members', { member: '{{user_id2}}' }),
  now('GET', '{{community_id}}/former_members?fields=id,first_name,last_name,email'),
  now('GET', 'company/organization_members?fields=name,last_name'),
  now('GET', 'company/former_members'),
  later('GET', '{{community_id}}/reported_content'),
  later('GET', 'community/badges?fields=id,name,description,icon,category'),
  later('POST', 'community/export_employee_data'),
  later('GET', '{{export_job_id}}'),
]

const knowledge: readonly Call[] = [
  later('GET', 'community/knowledge_quick_links?fields=title,link'),
  later('POST', 'community/knowledge_quick_links', { title: 'Canteen', link: 'https://canteen.example' }),
  later('POST', '{{quick_link_id}}', { title: 'Canteen 2' }),
  later('DELETE', '{{quick_link_id}}'),
  later('GET', 'community/knowledge_library_categories?fields=title'),
  later('POST', 'community/knowledge_library_categories', {
    title: 'Travel',
    icon: 'AIRPLANE',
    color: 'Red',
    json_content: text,
  }),
  later('GET', `{{category_id}}/subcategories?fields=${category}`),
  later('POST', '{{category_id}}/subcategories', {
    title: 'Trains',
    icon: 'AIRPLANE',
    color: 'Red',
    json_content: text,
  }),
  later(
    'GET',
    `{{category_id}}?fields=${category},read_audience{audience_type,groups,static_users,profile_set_conditions}`,
  ),
  later('POST', '{{category_id}}', {
    read_audience: {
      audience_type: 'PROFILE_FIELDS',
      profile_set_conditions: [{ field: 'LOCATION', operator: 'CONTAINS', values: ['Nantes'] }],
    },
  }),
  later('DELETE', '{{category_id}}'),
  later('POST', '{{category_id}}/photos?url=https://a.example/b.png'),
  later('POST', '{{category_id}}/videos?url=https://a.example/b.mp4'),
  later('POST', '{{category_id}}/photos?url=https://a.example/b.png&name=b'),
]

const group: readonly Call[] = [
  now(
    'GET',
    '{{group_id}}?fields=id,name,description,is_workplace_default,is_community,privacy,updated_time,archived,post_requires_admin_approval,purpose,post_permissions,join_setting,cover,icon,owner,admins,moderators,members',
  ),
  now('POST', '{{group_id}}', {
    name: 'Operations',
    archive: 'false',
    privacy: 'CLOSED',
    purpose: 'WORK_TEAMWORK',
    post_permissions: 'NONE',
    post_requires_admin_approval: 'false',
    join_setting: 'NONE',
  }),
  now('GET', `{{group_id}}/admins?fields=${member}`),
  now('POST', '{{group_id}}/admins', { uid: '{{user_id1}}' }),
  now('DELETE', '{{group_id}}/admins', { uid: '{{user_id1}}' }),
  now('GET', '{{group_id}}/members'),
  now('POST', '{{group_id}}/members', { email: '{{user_email}}' }),
  now('DELETE', '{{group_id}}/members', { email: '{{user_email}}' }),
  now('GET', '{{group_id}}/former_members'),
  now('GET', '{{group_id}}/member_requests'),
  now('GET', '{{group_id}}/moderators'),
  later('GET', '{{group_id}}/videos'),
  later('GET', '{{group_id}}/files'),
  later(
    'GET',
    '{{group_id}}/albums?fields=id,can_upload,count,cover_photo,created_time,description,event,from,link,location,name,place,privacy,type,updated_time',
  ),
  later(
    'GET',
    '{{group_id}}/docs?fields=id,can_delete,can_edit,cover_photo_url,created_time,from,icon,link,message,revision,subject,updated_time',
  ),
  later('POST', '{{group_id}}/docs', { title: 'Minutes', body: '<p>Words</p>' }),
  later('DELETE', '{{group_id}}_{{doc_id}}'),
  now('GET', '{{group_id}}/feed'),
  now('POST', '{{group_id}}/feed', { message: 'From Postman' }),
  later('POST', '{{group_id}}/photos', { url: 'https://a.example/b.png', message: 'Look' }),
  later('GET', '{{group_id}}/events'),
  later('POST', '{{group_id}}/events', {
    name: 'Fair',
    start_time: '2026-11-02T08:00+00:00',
    end_time: '2026-11-02T09:00+00:00',
    description: 'All',
    location: 'Hall',
  }),
]

const ofEvents: readonly Call[] = [
  later('GET', `{{event_id}}?fields=${event}`),
  later('GET', '{{event_id}}/admins'),
  later('GET', '{{event_id}}/roles'),
  later('DELETE', '{{event_id}}'),
]

const people: readonly Call[] = [
  now('GET', '{{user_id1}}?fields=id,first_name,last_name,email,title,department,employee_number,frontline'),
  now('POST', '{{user_id1}}', { name: 'Bruno Keller' }),
  now('POST', '{{user_id1}}', { is_frontline: 'true' }),
  now('POST', '{{user_id1}}?active=true'),
  now('POST', '{{user_id1}}/logout'),
  later('GET', '{{user_id1}}/feed'),
  later('GET', '{{user_id1}}/events'),
  now('GET', '{{user_id1}}/managers'),
  now('GET', '{{user_id1}}/reports/'),
  later('GET', '{{user_id1}}/conversations?fields=name,subject'),
  later('GET', '{{user_id1}}/picture?fields=height,is_silhouette,width,url&redirect=false'),
  later('POST', '{{user_id1}}/profile_pictures', { caption: 'Me', image_url: 'https://a.example/b.png' }),
  later('GET', '{{user_id1}}/skills'),
  later('POST', '{{user_id1}}/skills?name=Welding'),
  later('DELETE', '{{user_id1}}/skills?name=Welding'),
  later('GET', '{{skill_id}}/users'),
  later('GET', '{{user_id1}}/badges'),
  later('POST', '{{user_id1}}/badges?badge=workplace_custom%23{{badge_id}}'),
  now('POST', 'company/accounts', {
    name: 'Ida Roth',
    email: 'ida@cobalt.example',
    title: 'Welder',
    department: 'Workshop',
    organization: 'Cobalt',
    division: 'North',
    cost_center: '4',
    external_id: '{{external_id}}',
    invited: 'true',
    work_locale: 'en_GB',
    auth_method: 'password',
  }),
]

const posts: readonly Call[] = [
  now('GET', '{{post_id}}?fields=id,created_time,from,question,updated_time'),
  now(
    'GET',
    '{{post_id}}?fields=id,admin_creator,actions,application,caption,created_time,description,feed_targeting,from,icon,is_hidden,link,message,message_tags,name,object_id,parent_id,permalink_url,picture,place,properties,shares,source',
  ),
  later('GET', '{{post_id}}/attachments'),
  now('GET', '{{post_id}}/sharedposts'),
  now('GET', '{{post_id}}/seen?fields=id,name,seen_time&since=1577836800&until=4102444800'),
  now('GET', '{{post_id}}/comments'),
  now('POST', '{{post_id}}/comments', { message: 'Well said' }),
  now('GET', '{{comment_id}}'),
  now('GET', '{{post_id}}/likes?summary=true&fields=id,name'),
  now('POST', '{{post_id}}/likes'),
  now('DELETE', '{{post_id}}/likes'),
  now('GET', '{{post_id}}/reactions?summary=true&since=1577836800&until=4102444800'),
  now('DELETE', '{{comment_id}}'),
  now('DELETE', '{{post_id}}'),
  later(
    'GET',
    '{{photo_id}}?fields=id,name,from,height,width,created_time,album,can_delete,can_tag,icon,images,link,name_tags,place,target,updated_time',
  ),
  later('DELETE', '{{photo_id}}'),
]

const buttons = {
  attachment: {
    type: 'template',
    payload: {
      template_type: 'button',
      text: 'Which?',
      buttons: [
        { type: 'postback', title: 'This', payload: 'THIS' },
        { type: 'phone_number', title: 'Call', payload: '+33200000000' },
      ],
    },
  },
}
const thread = 't_{{thread_id}}'

const chat: readonly Call[] = [
  later('POST', 'me/messages/', { recipient: { ids: [1, 2] }, message: buttons }),
  later('POST', 'me/messages/', { recipient: { thread_key: thread }, message: { text: 'Hello' } }),
  ...['name', 'participants', 'messages', 'id,messages.source(PARTICIPANTS)'].map(fields =>
    later('GET', `${thread}?fields=${fields}`),
  ),
  later('POST', `${thread}/threadname`, { name: 'Plans' }),
  later('POST', `${thread}/participants`, { to: [1, 2] }),
  later('DELETE', `${thread}/participants`, { to: [1, 2] }),
  later('GET', `${thread}/messages?fields=id,message,attachments,created_time,to,from,shares{link}&user={{user_id1}}`),
  later('GET', '{{message_id}}?fields=message,from,to,created_time,id,tags'),
  later('GET', '{{message_id}}/attachments?fields=id,nime_type,name,size,file_url'),
  later('GET', '{{message_id}}/shares?fields=description,link,id,name'),
]

export const postmanCalls: readonly Call[] = [
  ...community,
  ...knowledge,
  ...group,
  ...ofEvents,
  ...people,
  ...posts,
  ...chat,
]

/** As Postman keeps collections (2.1): bearer over all, JSON bodies, one host. */
export function collectionOf(calls: readonly Call[]): object {
  return {
    info: {
      name: 'Workplace Graph, written by us',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}', type: 'string' }] },
    item: calls.map(({ method, path, body }, n) => ({
      id: String(n),
      name: `${method} ${path}`,
      request: {
        method,
        url: `{{graph}}/${path}`,
        header: body ? [{ key: 'Content-Type', value: 'application/json' }] : [],
        ...(body && { body: { mode: 'raw', raw: JSON.stringify(body) } }),
      },
    })),
  }
}
