-- Gives a source text what its typesetter needs and Markdown has no word for:
-- verse as verse, an ornament for a scene break, no line end where the
-- language has a no-break space, and an empty line typed after each paragraph
-- in the word processor.

local language = 'en'
local latex, word = FORMAT == 'latex', FORMAT == 'opendocument'

local function ends(el, pattern) return el and el.t == 'Str' and el.text:find(pattern .. '$') end
local function begins(el, pattern) return el and el.t == 'Str' and el.text:find('^' .. pattern) end

-- glue makes no-break spaces of the spaces that French sets inside its quotes
-- and before its tall marks.
local function glue(inlines)
  if language ~= 'fr' then return nil end
  for i, el in ipairs(inlines) do
    local before, after = inlines[i - 1], inlines[i + 1]
    if el.t == 'Space' and (begins(after, '[;:!?]') or begins(after, '»')
        or ends(before, '«') or ends(before, '—') or ends(before, 'n°')) then
      inlines[i] = pandoc.Str('\u{a0}')
    end
  end
  return inlines
end

local function lines(block)
  if not latex then return nil end
  local content = pandoc.List { pandoc.RawInline('latex', '\\begin{verse}\n') }
  for i, line in ipairs(block.content) do
    if i > 1 then content:insert(pandoc.RawInline('latex', '\\\\\n')) end
    if ends(line[1], '\u{a0}+') then -- an indented line begins with no-break spaces
      content:insert(pandoc.RawInline('latex', '\\hspace*{1.5em}'))
      line:remove(1)
    end
    content:extend(line)
  end
  content:insert(pandoc.RawInline('latex', '\n\\end{verse}'))
  return pandoc.Plain(content)
end

local function ornament()
  if latex then return pandoc.RawBlock('latex', '\\ornament') end
  return pandoc.RawBlock('html', '<p class="ornament">* * *</p>')
end

local function typed(block)
  if not word then return nil end
  return { block, pandoc.RawBlock('opendocument', '<text:p text:style-name="Text_20_body"><text:s/></text:p>') }
end

-- Notes are single-spaced and have no empty lines, so their paragraphs become
-- Plain, which typed does not see.
local function note(el)
  if not word then return nil end
  for i, b in ipairs(el.content) do el.content[i] = pandoc.Plain(b.content) end
  return el
end

return {
  { Meta = function(meta) language = pandoc.utils.stringify(meta.lang):sub(1, 2) end },
  { Inlines = glue, LineBlock = lines, HorizontalRule = ornament, Note = note },
  { Para = typed, Header = typed },
}
