import type { SettingProblem } from "./setting-problems.ts";

/** What is wrong with a setting, behind its name. */
export const settingProblems: Readonly<Record<SettingProblem, string>> = {
  not_a_port: "必须是端口号（{allowed}）",
  not_loopback_with_demo: "演示只供本机使用：请用 COUNTERFOIL_DEMO=off 关闭，或使用 127.0.0.1",
  keys_inside_data: "密钥不能放在数据目录内：一方的备份不能包含另一方",
  copy_not_apart:
    "第二副本不能位于数据目录或密钥目录之内，也不能包含它们：毁掉一方的事故不应毁掉另一方",
  no_ledger:
    "这里没有账本。当前是否在账本所在的文件夹，COUNTERFOIL_DATA 和 COUNTERFOIL_KEYS 是否指向其所在？若已丢失，请放回数据目录的备份；若没有备份，见 docs/OPERATING.md 的“Putting a backup back”一节",
  no_copy: "这里没有第二副本",
  not_an_address: "必须是合约地址：0x 加 40 位十六进制数字",
  not_sharing_terms: "链上此地址没有 SharingTerms 合约",
  not_networks: "必须是地址或带前缀长度的网段，以逗号分隔：{allowed}",
  not_hosts: "必须是主机名、地址或带前缀长度的网段，以逗号分隔：{allowed}",
  not_a_url: "必须是形如 {allowed} 的地址",
  needs_contract_and_key:
    "使用自己的链时，还需要 COUNTERFOIL_CONTRACT 和 COUNTERFOIL_ANCHORER_KEY_FILE",
  only_with_rpc: "只有与 COUNTERFOIL_RPC_URL 一起使用才有意义",
  bad_origin: "必须是不带协议的地址，例如 {allowed}",
  unreadable_file: "无法读取该文件",
  unwritable_file: "无法覆盖该文件，而轮换根密钥必须覆盖它：它可能以只读方式挂载，或属于他人",
  unusable_directory: "无法创建或进入该目录",
  not_empty: "该目录中有其他内容：请指定空目录或尚不存在的目录",
  readable_by_others: "所有者以外的人也可访问该文件：请将其权限设为 600",
  missing_key: "缺少该文件，而此数据目录中已有账本：请从备份恢复密钥",
  bad_key: "该文件中没有这样的密钥",
  other_root_key:
    "keys.db 中的密钥由另一个根密钥封装。根密钥轮换之后，旧的 keys.db 无法再打开，旧的 root.key 也打不开新的 keys.db：请恢复彼此匹配且最新的两个文件",
  lost_key: "文件缺失，而此审计方曾有过它：请从备份放回密钥，或在空目录中另立一个新的审计方",
  lost_memory:
    "记录此审计方已联署内容的文件缺失或被改动：没有它，密钥就可能联署第二份历史。请放回该文件的最后版本，或在空目录中以新密钥另立一个新的审计方",
  bad_name: "必须是不含空白和“+”的名称，例如 auditor.example/a1",
  needs_name: "首次运行时，审计方需要一个名称，例如 auditor.example/a1",
  other_name: "此目录中的密钥是另一个名称，而密钥的名称永不改变",
  bad_token: "该文件必须只有一行，含 32 至 256 个可见 ASCII 字符",
  not_boolean: "必须是以下之一：{allowed}",
  not_a_number: "必须是 {allowed} 范围内的整数",
  unknown_setting: "没有这个设置；已知的设置有：{allowed}",
  bad_host: "本机没有这个地址；请使用本机的地址，例如 127.0.0.1",
  demo_needs_embedded: "演示内容只用于内嵌链；请不要设置 COUNTERFOIL_RPC_URL，或将此项设为 off",
  mail_by_halves:
    "COUNTERFOIL_SMTP_URL 与 COUNTERFOIL_MAIL_FROM 必须同时设置；后者为发件人，例如 Counterfoil <ledger@example.com>",
  oidc_incomplete:
    "COUNTERFOIL_OIDC_ISSUER、COUNTERFOIL_OIDC_CLIENT_ID 与 COUNTERFOIL_OIDC_CLIENT_SECRET_FILE 必须同时设置",
  sms_incomplete: "COUNTERFOIL_SMS_URL 与 COUNTERFOIL_SMS_SECRET_FILE 必须同时设置",
  auditors_line:
    "文件第 {line} 行必须是“auditor <密钥> <地址>”或“witness <密钥> <地址>”，各部分之间只有一个空格；注释行以 # 开头",
  auditors_key: "文件第 {line} 行没有给出联署密钥（类型 4 的 vkey），或写法与其所有者的不同",
  auditors_url:
    "文件第 {line} 行没有给出形如 {allowed} 的地址，且须用最短写法：末尾没有斜线，没有密码，没有查询参数",
  auditors_twice: "文件第 {line} 行的密钥，或同一角色的名称，前面已经出现过",
  auditors_too_many: "文件列出的审计方和见证方多于 {allowed} 个",
  port_in_use: "另一个程序正在使用此端口；请停止它或改用其他端口",
  not_in_list: "必须是以下之一：{allowed}",
};
