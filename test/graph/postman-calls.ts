/**
 * The calls that client-calls.md 2.1 lists of the official Postman collection, written by us: method and address with the collection's variables, a body where
 * it has one. Every one of them succeeds.
 */
export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object | undefined
}

const call = (method: Call['method'], path: string, body?: object): Call => ({ method, path, body })

const member =
  'id,first_name,last_name,email,title,department,employee_number,primary_phone,primary_address,picture,link,locale,name,name_format,updated_time'
const text = [{ type: 'text_block', children: [{ type: 'p', children: [{ type: 'text', text: 'Rules' }] }] }]
const category = 'id,title,content,status,last_editor,read_audience,color,icon,last_updated,json_content'
const event =
  'id,attending_count,can_guests_invite,category,cover,declined_count,description,end_time,event_times,guest_list_enabled,interested_count,is_canceled,is_draft,is_page_owned,maybe_count,name,noreply_count,owner,parent_group,place,start_time,timezone,type,updated_time'

const community: readonly Call[] = [
  call('GET', '{{community_id}}/admins'),
  call('POST', '{{community_id}}/admins', { uid: '{{user_id3}}' }),
  call('DELETE', '{{community_id}}/admins', { uid: '{{user_id3}}' }),
  call('GET', '{{community_id}}/groups'),
  call('POST', '{{community_id}}/groups', { name: 'From Postman', group_type: 'WORK_SOCIAL', privacy: 'OPEN' }),
  call('POST', 'community/groups/', {
    name: 'News',
    archive: 'false',
    privacy: 'CLOSED',
    purpose: 'WORK_ANNOUNCEMENT',
    post_permissions: 'ADMIN_ONLY',
    post_requires_admin_approval: 'true',
  }),
  call('GET', '{{community_id}}/members'),
  call('DELETE', '{{community_id}}/members', { member: '{{user_id3}}' }),
  call('POST', '{{community_id}}/members', { member: '{{user_id3}}' }),
  call('GET', '{{community_id}}/former_members?fields=id,first_name,last_name,email'),
  call('GET', 'company/organization_members?fields=name,last_name'),
  call('GET', 'company/former_members'),
  call('GET', '{{community_id}}/reported_content'),
  call('GET', 'community/badges?fields=id,name,description,icon,category'),
  call('POST', 'community/export_employee_data'),
  call('GET', '{{export_job_id}}'),
]

const knowledge: readonly Call[] = [
  call('GET', 'community/knowledge_quick_links?fields=title,link'),
  call('POST', 'community/knowledge_quick_links', { title: 'Canteen', link: 'https://canteen.example' }),
  call('POST', '{{quick_link_id}}', { title: 'Canteen 2' }),
  call('DELETE', '{{quick_link_id}}'),
  call('GET', 'community/knowledge_library_categories?fields=title'),
  call('POST', 'community/knowledge_library_categories', {
    title: 'Travel',
    icon: 'AIRPLANE',
    color: 'Red',
    json_content: text,
  }),
  call('GET', `{{category_id}}/subcategories?fields=${category}`),
  call('POST', '{{category_id}}/subcategories', {
    title: 'Trains',
    icon: 'AIRPLANE',
    color: 'Red',
    json_content: text,
  }),
  call(
    'GET',
    `{{category_id}}?fields=${category},read_audience{audience_type,groups,static_users,profile_set_conditions}`,
  ),
  call('POST', '{{category_id}}', {
    read_audience: {
      audience_type: 'PROFILE_FIELDS',
      profile_set_conditions: [{ field: 'LOCATION', operator: 'CONTAINS', values: ['Nantes'] }],
    },
  }),
  call('POST', '{{category_id}}/photos?url={{files}}/b.png'),
  call('POST', '{{category_id}}/videos?url={{files}}/b.mp4'),
  call('POST', '{{category_id}}/photos?url={{files}}/b.png&name=b'),
  call('DELETE', '{{category_id}}'),
]

const group: readonly Call[] = [
  call(
    'GET',
    '{{group_id}}?fields=id,name,description,is_workplace_default,is_community,privacy,updated_time,archived,post_requires_admin_approval,purpose,post_permissions,join_setting,cover,icon,owner,admins,moderators,members',
  ),
  call('POST', '{{group_id}}', {
    name: 'Operations',
    archive: 'false',
    privacy: 'CLOSED',
    purpose: 'WORK_TEAMWORK',
    post_permissions: 'NONE',
    post_requires_admin_approval: 'false',
    join_setting: 'NONE',
  }),
  call('GET', `{{group_id}}/admins?fields=${member}`),
  call('POST', '{{group_id}}/admins', { uid: '{{user_id1}}' }),
  call('DELETE', '{{group_id}}/admins', { uid: '{{user_id1}}' }),
  call('GET', '{{group_id}}/members'),
  call('POST', '{{group_id}}/members', { email: '{{user_email}}' }),
  call('DELETE', '{{group_id}}/members', { email: '{{user_email}}' }),
  call('GET', '{{group_id}}/former_members'),
  call('GET', '{{group_id}}/member_requests'),
  call('GET', '{{group_id}}/moderators'),
  call('GET', '{{group_id}}/videos'),
  call('GET', '{{group_id}}/files'),
  call(
    'GET',
    '{{group_id}}/albums?fields=id,can_upload,count,cover_photo,created_time,description,event,from,link,location,name,place,privacy,type,updated_time',
  ),
  call(
    'GET',
    '{{group_id}}/docs?fields=id,can_delete,can_edit,cover_photo_url,created_time,from,icon,link,message,revision,subject,updated_time',
  ),
  call('POST', '{{group_id}}/docs', { title: 'Minutes', body: '<p>Words</p>' }),
  call('DELETE', '{{group_id}}_{{doc_id}}'),
  call('GET', '{{group_id}}/feed'),
  call('POST', '{{group_id}}/feed', { message: 'From Postman' }),
  call('POST', '{{group_id}}/photos', { url: '{{files}}/b.png', message: 'Look' }),
  call('GET', '{{group_id}}/events'),
  call('POST', '{{group_id}}/events', {
    name: 'Fair',
    start_time: '2026-11-02T08:00+00:00',
    end_time: '2026-11-02T09:00+00:00',
    description: 'All',
    location: 'Hall',
    owner: '{{group_id}}',
    type: 'group',
    guest_list_enabled: 'true',
  }),
]

const ofEvents: readonly Call[] = [
  call('GET', `{{event_id}}?fields=${event}`),
  call('GET', '{{event_id}}/admins'),
  call('GET', '{{event_id}}/roles'),
  call('DELETE', '{{event_id}}'),
]

const people: readonly Call[] = [
  call('GET', '{{user_id1}}?fields=id,first_name,last_name,email,title,department,employee_number,frontline'),
  call('POST', '{{user_id1}}', { name: 'Bruno Keller' }),
  call('POST', '{{user_id1}}', { is_frontline: 'true' }),
  call('POST', '{{user_id1}}?active=true'),
  call('POST', '{{user_id1}}/logout'),
  call('GET', '{{user_id1}}/feed'),
  call('GET', '{{user_id1}}/events'),
  call('GET', '{{user_id1}}/managers'),
  call('GET', '{{user_id1}}/reports/'),
  call('GET', '{{user_id1}}/conversations?fields=name,subject'),
  call('GET', '{{user_id1}}/picture?fields=height,is_silhouette,width,url&redirect=false'),
  call('POST', '{{user_id1}}/profile_pictures', { caption: 'Me', image_url: '{{files}}/b.png' }),
  call('GET', '{{user_id1}}/skills'),
  call('POST', '{{user_id1}}/skills?name=Welding'),
  call('DELETE', '{{user_id1}}/skills?name=Welding'),
  call('GET', '{{skill_id}}/users'),
  call('GET', '{{user_id1}}/badges'),
  call('POST', '{{user_id1}}/badges?badge=workplace_custom%23{{badge_id}}'),
  call('POST', 'company/accounts', {
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
  call('GET', '{{post_id}}?fields=id,created_time,from,question,updated_time'),
  call(
    'GET',
    '{{post_id}}?fields=id,admin_creator,actions,application,caption,created_time,description,feed_targeting,from,icon,is_hidden,link,message,message_tags,name,object_id,parent_id,permalink_url,picture,place,properties,shares,source',
  ),
  call('GET', '{{post_id}}/attachments'),
  call('GET', '{{post_id}}/sharedposts'),
  call('GET', '{{post_id}}/seen?fields=id,name,seen_time&since=1577836800&until=4102444800'),
  call('GET', '{{post_id}}/comments'),
  call('POST', '{{post_id}}/comments', { message: 'Well said' }),
  call('GET', '{{comment_id}}'),
  call('GET', '{{post_id}}/likes?summary=true&fields=id,name'),
  call('POST', '{{post_id}}/likes'),
  call('DELETE', '{{post_id}}/likes'),
  call('GET', '{{post_id}}/reactions?summary=true&since=1577836800&until=4102444800'),
  call('DELETE', '{{comment_id}}'),
  call('DELETE', '{{post_id}}'),
  call(
    'GET',
    '{{photo_id}}?fields=id,name,from,height,width,created_time,album,can_delete,can_tag,icon,images,link,name_tags,place,target,updated_time',
  ),
  call('DELETE', '{{photo_id}}'),
]

const buttons = {
  attachment: {
    type: 'template',
    payload: {
      template_type: 'button',
      text: 'Which?',
      buttons: [
        { type: 'web_url', title: 'Look', url: 'https://a.example/x' },
        { type: 'postback', title: 'This', payload: 'THIS' },
        { type: 'phone_number', title: 'Call', payload: '+33200000000' },
      ],
    },
  },
}
const thread = 't_{{thread_id}}'

const chat: readonly Call[] = [
  call('POST', 'me/messages/', { recipient: { ids: ['{{user_id1}}', '{{user_id2}}'] }, message: buttons }),
  call('POST', 'me/messages/', { recipient: { thread_key: thread }, message: { text: 'Hello' } }),
  ...['name', 'participants', 'messages', 'id,messages.source(PARTICIPANTS)'].map(fields =>
    call('GET', `${thread}?fields=${fields}`),
  ),
  call('POST', `${thread}/threadname`, { name: 'Plans' }),
  call('POST', `${thread}/participants`, { to: ['{{user_id3}}'] }),
  call('DELETE', `${thread}/participants`, { to: ['{{user_id3}}'] }),
  call('GET', `${thread}/messages?fields=id,message,attachments,created_time,to,from,shares{link}&user={{user_id1}}`),
  call('GET', '{{message_id}}?fields=message,from,to,created_time,id,tags'),
  call('GET', '{{message_id}}/attachments?fields=id,nime_type,name,size,file_url'),
  call('GET', '{{message_id}}/shares?fields=description,link,id,name'),
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
