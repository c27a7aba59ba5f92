"""What tables and columns are called for a person, in Chinese; in English they keep their names.

The one place for it: a new table or column gets its Chinese name here.
"""

from __future__ import annotations

TABLES_ZH = {
    "metadata": "基本信息",
    "fields": "信息出处",
    "divisions": "文件结构",
    "agencies": "责任单位",
    "targets": "目标指标",
    "diagnostics": "提示",
    "tables": "表格",
    "mentions": "提及单位",
    "milestones": "时间节点",
    "quantities": "数量",
    "references": "引用文件",
    "programmes": "专项行动",
    "edits": "文字修复",
    "chunks": "检索片段",
}

COLUMNS_ZH = {
    "notice_id": "文件编号",
    "source_name": "来源文件",
    "title": "标题",
    "doc_number": "发文字号",
    "issuers": "发文机关",
    "issuer_ids": "发文机关代码",
    "issue_date": "成文日期",
    "addressees": "主送机关",
    "genre": "文种",
    "instrument": "印发文件种类",
    "plan_title": "印发文件标题",
    "period_start": "规划起始年",
    "period_end": "规划终止年",
    "effective_date": "施行日期",
    "expiry_date": "有效期至",
    "publicity": "公开方式",
    "approved_by": "批准机关",
    "attachments": "附件",
    "coverage": "覆盖率",
    "source_sha256": "原文校验值",
    "source_kind": "原文格式",
    "encoding": "字符编码",
    "field": "项目",
    "value": "数值",
    "quote": "原文",
    "rule": "规则",
    "confidence": "置信度",
    "place": "位置",
    "start": "起",
    "end": "止",
    "source_start": "原文起",
    "source_end": "原文止",
    "division_id": "条目编号",
    "parent_id": "上级编号",
    "part": "部分",
    "level": "层级",
    "kind": "类型",
    "number": "序号",
    "ordinal": "序数",
    "heading": "标题文字",
    "text": "正文",
    "text_start": "正文起",
    "text_end": "正文止",
    "assignment_id": "名单编号",
    "name": "单位名称",
    "agency_id": "单位代码",
    "canonical_name": "规范名称",
    "successor_id": "承继单位代码",
    "role": "职责",
    "role_from": "职责出处",
    "open_ended": "列举未尽",
    "inherited": "承前",
    "inherited_from": "承自",
    "phrase": "分工用语",
    "deadline": "完成时限",
    "scope_start": "范围起",
    "scope_end": "范围止",
    "target_id": "目标编号",
    "subject": "对象",
    "indicator": "指标",
    "comparator": "比较",
    "value_max": "数值上限",
    "unit": "单位",
    "change": "变化",
    "rate": "频度",
    "deadline_derived": "时限为推算",
    "baseline": "比较基准",
    "milestone_id": "节点编号",
    "action": "动作",
    "object": "事项",
    "recurrence": "周期",
    "quantity_id": "数量编号",
    "written": "原文写法",
    "reference_id": "引用编号",
    "relation": "关系",
    "article": "条款",
    "programme_id": "专项编号",
    "binding": "约束性",
    "code": "代码",
    "severity": "程度",
    "message": "说明",
    "counterpart_id": "对应中央单位代码",
    "candidate_ids": "候选单位代码",
    "encoding_confidence": "编码置信度",
    "table_id": "表格编号",
    "row": "行",
    "column": "列",
    "row_span": "跨行数",
    "column_span": "跨列数",
    "header": "是否表头",
    "head": "表头",
    "original": "原有",
    "replacement": "改为",
    "chunk_id": "片段编号",
    "heading_path": "标题路径",
    "agency_names": "责任单位",
    "agency_ids": "单位代码",
    "target_ids": "目标编号",
    "target_quotes": "目标原文",
}

# The columns of the division of tasks, by the fields of `tasks.Task` with a number before them.
TASKS = {
    "zh": ("序号", "章", "重点任务", "具体措施", "目标", "牵头单位", "责任单位", "完成时限", "来源"),
    "en": (
        "No.", "Chapter", "Task", "Measures", "Targets", "Lead bodies", "Responsible bodies", "Deadline",
        "Source",
    ),
}  # fmt: skip
TASK_SHEET = {"zh": "任务分工表", "en": "tasks"}
PAGES = {"zh": "第 &P 页，共 &N 页", "en": "page &P of &N"}

# What Markdown says of a notice, and of a measure.
HEAD = {"zh": ("项目", "内容"), "en": ("field", "value")}
FACTS = {
    "zh": ("条目", "事项", "内容", "时限", "位置"),
    "en": ("division", "fact", "content", "deadline", "place"),
}
FACT_NAMES = {
    "zh": ("牵头单位", "责任单位", "目标"),
    "en": ("lead bodies", "responsible bodies", "target"),
}


def table_caption(name: str, lang: str) -> str:
    """What a table is called; its own name where the language has no other.

    >>> table_caption("targets", "zh"), table_caption("targets", "en")
    ('目标指标', 'targets')
    """
    return TABLES_ZH.get(name, name) if lang == "zh" else name


def column_caption(name: str, lang: str) -> str:
    """What a column is called; its own name where the language has no other.

    >>> column_caption("doc_number", "zh"), column_caption("doc_number", "en")
    ('发文字号', 'doc_number')
    """
    return COLUMNS_ZH.get(name, name) if lang == "zh" else name
