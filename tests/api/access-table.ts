/** The people of the table, in the order of its columns. */
export const PEOPLE = [
  'nobody',
  'stranger',
  'unshared',
  'reader',
  'critic',
  'coauthor',
  'author',
  'owner',
  'moderator',
  'removed',
  'admin',
  'guest',
  'elsewhere',
] as const

export type Who = (typeof PEOPLE)[number]

/**
 * What each call answers to whom, written by hand: this is the specification. Each row is a call as `ROUTES` names it,
 * if need be with a case in brackets, then one status per person:
 *
 * nobody sends no credentials · stranger has an account and nothing else · unshared is a member of the workshop with
 * whom the manuscript is not shared · reader, critic, coauthor and author are members with that role on it · owner and
 * moderator run the workshop and have no role on it · removed was a member and coauthor · admin runs the server ·
 * guest reads in the beta session, with nothing but a reader's token · elsewhere does so in another session.
 * What is trashed was put into the trash before the call, with what it is in or alone.
 *
 * A new route gets its row here and its request in `access-requests.ts`.
 */
export const TABLE = `
                                                      nobody strngr unshrd reader critic coauth author owner  modrtr removd admin  guest  elswhr
GET    /api/health                                      200    200    200    200    200    200    200    200    200    200    200    200    200
GET    /api/v1/openapi.json                             200    200    200    200    200    200    200    200    200    200    200    200    200
POST   /api/v1/setup                                    410    410    410    410    410    410    410    410    410    410    410    410    410
POST   /api/v1/sign-up                                  403    403    403    403    403    403    403    403    403    403    403    403    403
GET    /api/v1/invitations/{token}                      200    200    200    200    200    200    200    200    200    200    200    200    200
POST   /api/v1/invitations/{token}/accept               401    200    200    200    200    200    200    200    200    200    200    401    401

POST   /beta/{token}/join                               404    404    404    404    404    404    404    404    404    404    404    404    404
POST   /read/{sessionId}/{editionId}/finished           200    200    200    200    200    200    200    200    200    200    200    200    200
POST   /read/{sessionId}/leave                          200    200    200    200    200    200    200    200    200    200    200    200    200

GET    /api/v1/me                                       401    200    200    200    200    200    200    200    200    200    200    401    401
PATCH  /api/v1/me                                       401    200    200    200    200    200    200    200    200    200    200    401    401
PUT    /api/v1/me/password                              401    403    403    403    403    403    403    403    403    403    403    401    401
GET    /api/v1/me/grants                                401    200    200    200    200    200    200    200    200    200    200    401    401
DELETE /api/v1/me/logins                                401    200    200    200    200    200    200    200    200    200    200    401    401
DELETE /api/v1/me/logins/{id}                           401    404    404    404    404    404    404    404    404    404    404    401    401
POST   /api/v1/me/tokens                                401    403    403    403    403    403    403    403    403    403    403    401    401
DELETE /api/v1/me/tokens/{id}                           401    404    404    404    404    404    404    404    404    404    404    401    401

GET    /api/v1/me/notices                               401    200    200    200    200    200    200    200    200    200    200    401    401
GET    /api/v1/me/notices/news                          401    200    200    200    200    200    200    200    200    200    200    401    401
POST   /api/v1/me/notices/read                          401    200    200    200    200    200    200    200    200    200    200    401    401
GET    /api/v1/me/notices/switches                      401    200    200    200    200    200    200    200    200    200    200    401    401
PUT    /api/v1/me/notices/switches                      401    200    200    200    200    200    200    200    200    200    200    401    401

GET    /api/v1/desk                                     401    200    200    200    200    200    200    200    200    200    200    401    401
GET    /api/v1/trash                                    401    200    200    200    200    200    200    200    200    200    200    401    401
GET    /api/v1/workshops                                401    200    200    200    200    200    200    200    200    200    200    401    401
POST   /api/v1/workshops                                401    201    201    201    201    201    201    201    201    201    201    401    401
GET    /api/v1/workshops/{id}                           401    404    200    200    200    200    200    200    200    404    404    401    401
PATCH  /api/v1/workshops/{id}                           401    404    403    403    403    403    403    200    200    404    404    401    401
DELETE /api/v1/workshops/{id}                           401    404    403    403    403    403    403    204    403    404    404    401    401
POST   /api/v1/workshops/{id}/restore                   401    404    404    404    404    404    404    200    404    404    404    401    401
GET    /api/v1/workshops/{id}/members                   401    404    200    200    200    200    200    200    200    404    404    401    401
PUT    /api/v1/workshops/{id}/members/{userId}          401    404    403    403    403    403    403    200    200    404    404    401    401
PUT    /api/v1/workshops/{id}/members/{userId} (owner)  401    404    403    403    403    403    403    200    403    404    404    401    401
DELETE /api/v1/workshops/{id}/members/{userId}          401    404    403    403    403    403    403    204    204    404    404    401    401
DELETE /api/v1/workshops/{id}/members/{userId} (owner)  401    404    403    403    403    403    403    204    403    404    404    401    401
GET    /api/v1/workshops/{id}/invitations               401    404    403    403    403    403    403    200    200    404    404    401    401
POST   /api/v1/workshops/{id}/invitations               401    404    403    403    403    403    403    201    201    404    404    401    401
POST   /api/v1/workshops/{id}/invitations (owner)       401    404    403    403    403    403    403    201    403    404    404    401    401
DELETE /api/v1/workshops/{id}/invitations/{invitationId} 401    404    403    403    403    403    403    204    204    404    404    401    401
GET    /api/v1/workshops/{id}/categories                401    404    200    200    200    200    200    200    200    404    404    401    401
PUT    /api/v1/workshops/{id}/categories                401    404    403    403    403    403    403    200    200    404    404    401    401
GET    /api/v1/workshops/{id}/manuscripts               401    404    200    200    200    200    200    200    200    404    404    401    401
POST   /api/v1/workshops/{id}/manuscripts               401    404    201    201    201    201    201    201    201    404    404    401    401

GET    /api/v1/manuscripts                              401    200    200    200    200    200    200    200    200    200    200    401    401
GET    /api/v1/manuscripts/{id}                         401    404    404    200    200    200    200    404    404    404    404    401    401
PATCH  /api/v1/manuscripts/{id}                         401    404    404    403    403    403    200    404    404    404    404    401    401
DELETE /api/v1/manuscripts/{id}                         401    404    404    403    403    403    204    404    404    404    404    401    401
POST   /api/v1/manuscripts/{id}/restore                 401    404    404    404    404    404    200    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id}/collaborators           401    404    404    200    200    200    200    404    404    404    404    401    401
PUT    /api/v1/manuscripts/{id}/collaborators/{userId}  401    404    404    403    403    403    200    404    404    404    404    401    401
DELETE /api/v1/manuscripts/{id}/collaborators/{userId}  401    404    404    403    403    403    204    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id}/export                  401    404    404    200    200    200    200    404    404    404    404    401    401
POST   /api/v1/manuscripts/{id}/import                  401    404    404    403    403    201    201    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id}/chapters                401    404    404    200    200    200    200    404    404    404    404    401    401
POST   /api/v1/manuscripts/{id}/chapters                401    404    404    403    403    201    201    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id}/critique                401    404    404    200    200    200    200    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id}/threads                 401    404    404    200    200    200    200    404    404    404    404    401    401

GET    /api/v1/chapters/{id}                            401    404    404    200    200    200    200    404    404    404    404    401    401
PATCH  /api/v1/chapters/{id}                            401    404    404    403    403    200    200    404    404    404    404    401    401
DELETE /api/v1/chapters/{id}                            401    404    404    403    403    204    204    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/restore                    401    404    404    404    404    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/access                     401    404    404    200    200    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/export                     401    404    404    200    200    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/state                      401    404    404    200    200    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/updates                    401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/visits                     401    404    404    200    200    200    200    404    404    404    404    401    401

GET    /api/v1/chapters/{id}/versions                   401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/versions                   401    404    404    403    403    201    201    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/versions/compare           401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/versions/{v}               401    404    404    403    403    200    200    404    404    404    404    401    401
PATCH  /api/v1/chapters/{id}/versions/{v}               401    404    404    403    403    200    200    404    404    404    404    401    401
DELETE /api/v1/chapters/{id}/versions/{v}               401    404    404    403    403    204    204    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/import                     401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/versions/{v}/restore       401    404    404    403    403    200    200    404    404    404    404    401    401

GET    /api/v1/chapters/{id}/authors                    401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/cuts                       401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/cuts/{c}                   401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/cuts/{c}/restore           401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/cuts/{c}/take-out          401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/history                    401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/history/{seq}              401    404    404    403    403    200    200    404    404    404    404    401    401

GET    /api/v1/chapters/{id}/threads                    401    404    404    200    200    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/agreement                  401    404    404    200    200    200    200    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/readers                    401    404    404    200    200    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/threads                    401    404    404    403    201    201    201    404    404    404    404    401    401
GET    /api/v1/threads/{id}                             401    404    404    200    200    200    200    404    404    404    404    401    401
PATCH  /api/v1/threads/{id}                             401    404    404    403    200    200    200    404    404    404    404    401    401
PATCH  /api/v1/threads/{id} (the author's)              401    404    404    403    403    200    200    404    404    404    404    401    401
DELETE /api/v1/threads/{id}                             401    404    404    403    204    204    204    404    404    404    404    401    401
POST   /api/v1/threads/{id}/restore                     401    404    404    403    200    200    200    404    404    404    404    401    401
POST   /api/v1/threads/{id}/comments                    401    404    404    403    201    201    201    404    404    404    404    401    401
PUT    /api/v1/threads/{id}/anchor                      401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/threads/{id}/accept                      401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/threads/{id}/reject                      401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/suggestions/accept         401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/suggestions/reject         401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/threads/{id}/receipt                     401    404    404    403    403    200    200    404    404    404    404    401    401
PUT    /api/v1/threads/{id}/receipt                     401    404    404    403    403    200    200    404    404    404    404    401    401
PUT    /api/v1/threads/{id}/receipt (the author's)      401    404    404    403    403    200    403    404    404    404    404    401    401
DELETE /api/v1/threads/{id}/receipt                     401    404    404    403    403    204    204    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/receipts                   401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/receipts                   401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/threads/{id}/pin                         401    404    404    403    200    200    200    404    404    404    404    401    401
PATCH  /api/v1/comments/{id}                            401    404    404    403    200    403    403    404    404    404    404    401    401
DELETE /api/v1/comments/{id}                            401    404    404    403    204    403    403    404    404    404    404    401    401
POST   /api/v1/comments/{id}/restore                    401    404    404    403    200    403    403    404    404    404    404    401    401
GET    /api/v1/comments/{id}/edits                      401    404    404    200    200    200    200    404    404    404    404    401    401
PUT    /api/v1/comments/{id}/reactions/{kind}           401    404    404    403    200    200    200    404    404    404    404    401    401
DELETE /api/v1/comments/{id}/reactions/{kind}           401    404    404    403    204    204    204    404    404    404    404    401    401

GET    /api/v1/chapters/{id}/rounds                     401    404    404    200    200    200    200    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/rounds                     401    404    404    403    403    201    201    404    404    404    404    401    401
GET    /api/v1/rounds/{id}                              401    404    404    200    200    200    200    404    404    404    404    401    401
PATCH  /api/v1/rounds/{id}                              401    404    404    403    403    200    200    404    404    404    404    401    401
PUT    /api/v1/rounds/{id}/package                      401    404    404    403    200    403    403    404    404    404    404    401    401
DELETE /api/v1/rounds/{id}/package                      401    404    404    403    200    200    200    404    404    404    404    401    401
POST   /api/v1/rounds/{id}/package/hand-in              401    404    404    403    200    409    409    404    404    404    404    401    401
POST   /api/v1/rounds/{id}/package/withdraw             401    404    404    403    200    200    200    404    404    404    404    401    401
GET    /api/v1/threads/{id} (private)                   401    404    404    404    200    404    404    404    404    404    404    401    401
PATCH  /api/v1/threads/{id} (private)                   401    404    404    404    200    404    404    404    404    404    404    401    401
DELETE /api/v1/threads/{id} (private)                   401    404    404    404    204    404    404    404    404    404    404    401    401
POST   /api/v1/threads/{id}/restore (private)           401    404    404    404    200    404    404    404    404    404    404    401    401
POST   /api/v1/threads/{id}/comments (private)          401    404    404    404    201    404    404    404    404    404    404    401    401
PUT    /api/v1/threads/{id}/anchor (private)            401    404    404    404    403    404    404    404    404    404    404    401    401
POST   /api/v1/threads/{id}/pin (private)               401    404    404    404    200    404    404    404    404    404    404    401    401
GET    /api/v1/threads/{id}/receipt (private)           401    404    404    404    403    404    404    404    404    404    404    401    401
PUT    /api/v1/threads/{id}/receipt (private)           401    404    404    404    403    404    404    404    404    404    404    401    401
DELETE /api/v1/threads/{id}/receipt (private)           401    404    404    404    403    404    404    404    404    404    404    401    401
PATCH  /api/v1/comments/{id} (private)                  401    404    404    404    200    404    404    404    404    404    404    401    401
DELETE /api/v1/comments/{id} (private)                  401    404    404    404    204    404    404    404    404    404    404    401    401
POST   /api/v1/comments/{id}/restore (private)          401    404    404    404    200    404    404    404    404    404    404    401    401
GET    /api/v1/workshops/{id}/critique-form             401    404    200    200    200    200    200    200    200    404    404    401    401
PUT    /api/v1/workshops/{id}/critique-form             401    404    403    403    403    403    403    200    200    404    404    401    401

GET    /api/v1/manuscripts/{id}/beta-sessions           401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/manuscripts/{id}/beta-sessions           401    404    404    403    403    201    201    404    404    404    404    401    401
GET    /api/v1/beta-sessions/{id}                       401    404    404    403    403    200    200    404    404    404    404    401    401
PATCH  /api/v1/beta-sessions/{id}                       401    404    404    403    403    200    200    404    404    404    404    401    401
DELETE /api/v1/beta-sessions/{id}                       401    404    404    403    403    204    204    404    404    404    404    401    401
GET    /api/v1/beta-sessions/{id} (trashed)             401    404    404    404    404    404    404    404    404    404    404    401    401
POST   /api/v1/beta-sessions/{id}/restore               401    404    404    404    404    200    200    404    404    404    404    401    401
POST   /api/v1/beta-sessions/{id}/editions              401    404    404    403    403    201    201    404    404    404    404    401    401
GET    /api/v1/beta-sessions/{id}/editions/{editionId}  401    404    404    403    403    200    200    404    404    404    404    200    404
GET    /api/v1/beta-sessions/{id}/editions/{editionId}/changes 401    404    404    403    403    200    200    404    404    404    404    200    404
GET    /api/v1/beta-sessions/{id}/invitations           401    404    404    403    403    200    200    404    404    404    404    401    401
POST   /api/v1/beta-sessions/{id}/invitations           401    404    404    403    403    201    201    404    404    404    404    401    401
DELETE /api/v1/beta-sessions/{id}/invitations/{invitationId} 401    404    404    403    403    204    204    404    404    404    404    401    401
GET    /api/v1/beta-sessions/{id}/readers               401    404    404    403    403    200    200    404    404    404    404    401    401
DELETE /api/v1/beta-sessions/{id}/readers/{readerId}    401    404    404    403    403    204    204    404    404    404    404    401    401
POST   /api/v1/beta-sessions/{id}/reminders             401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/beta-sessions/{id}/report                401    404    404    403    403    200    200    404    404    404    404    401    401
PATCH  /api/v1/beta-sessions/{id}/predictions/{predictionId} 401    404    404    403    403    200    200    404    404    404    404    401    401
GET    /api/v1/beta-links/{token}                       200    200    200    200    200    200    200    200    200    200    200    200    200
POST   /api/v1/beta-sessions/{id}/join                  201    201    201    201    201    201    201    201    201    201    201    201    201
GET    /api/v1/beta-sessions/{id}/reading               401    404    404    404    404    404    404    404    404    404    404    200    404
PUT    /api/v1/beta-sessions/{id}/progress              401    404    404    404    404    404    404    404    404    404    404    200    404
GET    /api/v1/beta-sessions/{id}/notes                 401    404    404    403    403    200    200    404    404    404    404    200    404
POST   /api/v1/beta-sessions/{id}/notes                 401    404    404    404    404    404    404    404    404    404    404    201    404
PATCH  /api/v1/beta-sessions/{id}/notes/{noteId}        401    404    404    404    404    404    404    404    404    404    404    200    404
DELETE /api/v1/beta-sessions/{id}/notes/{noteId}        401    404    404    404    404    404    404    404    404    404    404    204    404
POST   /api/v1/beta-sessions/{id}/notes/{noteId}/restore 401    404    404    404    404    404    404    404    404    404    404    200    404
POST   /api/v1/beta-sessions/{id}/answers               401    404    404    404    404    404    404    404    404    404    404    200    404
PUT    /api/v1/beta-sessions/{id}/predictions           401    404    404    404    404    404    404    404    404    404    404    200    404
POST   /api/v1/beta-sessions/{id}/hand-in               401    404    404    404    404    404    404    404    404    404    404    200    404
GET    /api/v1/beta-sessions/{id}/me                    401    404    404    404    404    404    404    404    404    404    404    200    404
PATCH  /api/v1/beta-sessions/{id}/me                    401    404    404    404    404    404    404    404    404    404    404    200    404
DELETE /api/v1/beta-sessions/{id}/me                    401    404    404    404    404    404    404    404    404    404    404    204    404
POST   /api/v1/beta-sessions/{id}/claim                 401    404    404    404    404    404    404    404    404    404    404    401    404

GET    /api/v1/workshops/{id} (trashed)                 401    404    404    404    404    404    404    404    404    404    404    401    401
PATCH  /api/v1/workshops/{id} (trashed)                 401    404    404    404    404    404    404    404    404    404    404    401    401
DELETE /api/v1/workshops/{id} (trashed)                 401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/workshops/{id}/manuscripts (trashed)     401    404    404    404    404    404    404    404    404    404    404    401    401
POST   /api/v1/workshops/{id}/manuscripts (trashed)     401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id} (trashed)               401    404    404    404    404    404    404    404    404    404    404    401    401
PATCH  /api/v1/manuscripts/{id} (trashed)               401    404    404    404    404    404    404    404    404    404    404    401    401
DELETE /api/v1/manuscripts/{id} (trashed)               401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id}/export (trashed)        401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/manuscripts/{id}/chapters (trashed)      401    404    404    404    404    404    404    404    404    404    404    401    401
POST   /api/v1/manuscripts/{id}/chapters (trashed)      401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id} (trashed)                  401    404    404    404    404    404    404    404    404    404    404    401    401
PATCH  /api/v1/chapters/{id} (trashed)                  401    404    404    404    404    404    404    404    404    404    404    401    401
DELETE /api/v1/chapters/{id} (trashed)                  401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/access (trashed)           401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/export (trashed)           401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/state (trashed)            401    404    404    404    404    404    404    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/updates (trashed)          401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/authors (trashed)          401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/cuts (trashed)             401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/history (trashed)          401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/agreement (trashed)        401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/chapters/{id}/threads (trashed)          401    404    404    404    404    404    404    404    404    404    404    401    401
POST   /api/v1/chapters/{id}/threads (trashed)          401    404    404    404    404    404    404    404    404    404    404    401    401
GET    /api/v1/threads/{id} (in a trashed one)          401    404    404    404    404    404    404    404    404    404    404    401    401
POST   /api/v1/threads/{id}/comments (in a trashed one) 401    404    404    404    404    404    404    404    404    404    404    401    401
`

/** One line of the table. */
export interface AccessRow {
  /** `GET /api/v1/chapters/{id}`. */
  call: string
  /** What is in brackets, else nothing. */
  variant: string
  expected: Record<Who, number>
}

/** The lines of the table. @throws {Error} for a line that cannot be read */
export function readTable(): AccessRow[] {
  const lines = TABLE.split('\n').filter((line) => /^[A-Z]/.test(line))
  return lines.map((line) => {
    const parts = /^([A-Z]+) +(\S+)(?: +\(([^)]+)\))? +((?:\d{3} *)+)$/.exec(line)
    const statuses = parts?.[4]?.trim().split(/ +/).map(Number) ?? []
    if (!parts || statuses.length !== PEOPLE.length)
      throw new Error(`This line has no status for each: ${line}`)
    const expected = Object.fromEntries(PEOPLE.map((who, column) => [who, statuses[column]]))
    return {
      call: `${parts[1]} ${parts[2]}`,
      variant: parts[3] ?? '',
      expected: expected as Record<Who, number>,
    }
  })
}
