/**
 * Rows of a chapter, oldest first, found by tests/fuzz/sync-convergence.test.ts: applied one after the other Yjs mends its
 * formatting with an edit of its own, and the text differs from what all who wrote it see.
 */
export const MENDED_ROWS: readonly Uint8Array[] = [
  'AQO92+uqDwAHAQdkZWZhdWx0AwlwYXJhZ3JhcGgHAL3b66oPAAYEAL3b66oPAQVyb3BlIAA=',
  'AQP+rthqAAcBB2RlZmF1bHQDCXBhcmFncmFwaAcA/q7YagAGBAD+rthqAQVzYWx0IAA=',
  'AQOk1oPvDwAHAQdkZWZhdWx0AwlwYXJhZ3JhcGgHAKTWg+8PAAYEAKTWg+8PAQVsYW1wIAA=',
  'AQG92+uqDweEvdvrqg8GBXJvcGUgAA==',
  'ARDHxK85AAcBB2RlZmF1bHQDCXBhcmFncmFwaAcAx8SvOQAGBADHxK85AQRyb3BlgcfErzkFAcHHxK85BcfErzkGAYHHxK85BgGEx8SvOQgBcoTHxK85CQNvcGWEx8SvOQwBIMbHxK85CcfErzkKBGJvbGQCe33Gx8SvOQzHxK85DQRib2xkBG51bGyHx8SvOQADCXBhcmFncmFwaAcAx8SvORAGBADHxK85EQFzgcfErzkSA4THxK85FQJtIAHHxK85AgYDEwM=',
  'AQHHxK85GIbHxK85DQRib2xkBG51bGwBx8SvOQEPAQ==',
  'AAH+rthqAQYB',
  'AQK92+uqDwzGvdvrqg8Gvdvrqg8HBGJvbGQCe33Gvdvrqg8Jvdvrqg8KBGJvbGQEbnVsbAG92+uqDwEKAg==',
  'AQOlvfryAQDH/q7YagC92+uqDwADCXBhcmFncmFwaAcApb368gEABgQApb368gEBBWxhdGUgAA==',
  'AAK92+uqDwEGAv6u2GoBBQE=',
  'AQO92+uqDw6E/q7YagYFbGFtcCDEx8SvOQrHxK85CwVsYXRlIMSk1oPvDwSk1oPvDwUFdGlkZSAA',
  'AQq3o9HPCAAHAQdkZWZhdWx0AwlwYXJhZ3JhcGgHALej0c8IAAYEALej0c8IAQNyb3CBt6PRzwgEAYS3o9HPCAUBIMG3o9HPCAW3o9HPCAYCxLej0c8ICLej0c8IBgN0ZSCEt6PRzwgGAnNhhLej0c8IDQNsdCDEt6PRzwgNt6PRzwgOBXNhbHQgAbej0c8IAgUBBwI=',
  'AQSlvfryAQeHpNaD7w8AAwlwYXJhZ3JhcGgHAKW9+vIBBwYEAKW9+vIBCAJhIMT+rthqAv6u2GoDBXNhbHQgAr3b66oPAgUBCAKlvfryAQEGAQ==',
  'AQTHxK85GcSk1oPvDwWk1oPvDwYCYSCHpNaD7w8AAwlwYXJhZ3JhcGgHAMfErzkbBgQAx8SvORwFbGF0ZSAA',
  'ARf+rthqB8T+rthqBP6u2GoFAXLE/q7Yagf+rthqBQRvcGUgh73b66oPAAMJcGFyYWdyYXBoBwD+rthqDAYEAP6u2GoNAmxhgf6u2GoPA8T+rthqB/6u2GoIBXNhbHQgR/6u2GoAAwlwYXJhZ3JhcGgHAP6u2GoYBgQA/q7YahkFcm9wZSBEvdvrqg8CBWxhbXAgxL3b66oPB73b66oPCAFsxP6u2Gokvdvrqg8IBGF0ZSBEpNaD7w8CAmEghP6u2GoSBXJvcGUgR/6u2GoYAwlwYXJhZ3JhcGgHAP6u2GowBgQA/q7YajEFc2FsdCDE/q7YaiT+rthqJQVzYWx0IMf+rthqMP6u2GoYAwlwYXJhZ3JhcGgHAP6u2Go8BgQA/q7Yaj0Fcm9wZSDE/q7YagT+rthqBwVzYWx0IAH+rthqAgQBEAM=',
].map((row) => new Uint8Array(Buffer.from(row, 'base64')))
