-- Prints a source text as truth.json: what an edition of it should hold. The
-- format is that of the shared corpus (see README.md). Run as
--
--     pandoc -f markdown-smart-auto_identifiers -t html --lua-filter typeset/truth.lua source.md
--
-- The filter replaces the document by one raw block, which the writer prints
-- as it is.

local notes = {} -- the texts of the notes, in the order of their references

local function quoted(s)
  return '"' .. s:gsub('["\\]', '\\%0'):gsub('\n', '\\n') .. '"'
end

local function plain(inlines)
  local out = {}
  for _, el in ipairs(inlines) do
    if el.t == 'Str' then
      out[#out + 1] = el.text
    elseif el.t == 'Space' or el.t == 'SoftBreak' then
      out[#out + 1] = ' '
    elseif el.t == 'LineBreak' then
      out[#out + 1] = '\n'
    elseif el.t == 'Note' then
      local number = #notes + 1
      notes[number] = '' -- reserved, should the note refer to another
      local paragraphs = {}
      for _, b in ipairs(el.content) do paragraphs[#paragraphs + 1] = plain(b.content) end
      notes[number] = table.concat(paragraphs, '\n\n')
      out[#out + 1] = '⟦' .. number .. '⟧'
    else
      out[#out + 1] = plain(el.content)
    end
  end
  return (table.concat(out):gsub('\u{a0}', ' '))
end

local function verse(lines)
  local out = {}
  for _, line in ipairs(lines) do out[#out + 1] = (plain(line):gsub('^ +', '')) end
  return table.concat(out, '\n')
end

function Pandoc(doc)
  local blocks = {}
  local function add(t, text, more)
    blocks[#blocks + 1] = '  {"t": "' .. t .. '"' .. (more or '') .. ', "text": ' .. quoted(text) .. '}'
  end
  local function body(list, kind)
    for _, b in ipairs(list) do
      if b.t == 'Header' then
        add('h', plain(b.content), ', "level": ' .. b.level)
      elseif b.t == 'LineBlock' then
        add('verse', verse(b.content))
      elseif b.t == 'BlockQuote' then
        body(b.content, 'quote')
      elseif b.t == 'BulletList' then
        for _, item in ipairs(b.content) do body(item, 'item') end
      elseif b.t ~= 'HorizontalRule' then
        add(kind, plain(b.content))
      end
    end
  end

  local meta = {}
  for _, key in ipairs { 'title', 'subtitle', 'author', 'lang' } do
    if doc.meta[key] then meta[key] = plain(doc.meta[key]) end
  end
  add('h', meta.title, ', "level": 1')
  if meta.subtitle then add('h', meta.subtitle, ', "level": 2, "role": "subtitle"') end
  add('p', meta.author, ', "role": "author"')
  body(doc.blocks, 'p')

  local entries = {}
  for n, text in ipairs(notes) do entries[n] = '  "' .. n .. '": ' .. quoted(text) end
  local json = '{\n "id": ' .. quoted(os.getenv('CASE')) .. ',\n "title": ' .. quoted(meta.title)
    .. ',\n "author": ' .. quoted(meta.author) .. ',\n "lang": ' .. quoted(meta.lang:sub(1, 2))
    .. ',\n "source": "written for refolio; MIT licence",\n "blocks": [\n'
    .. table.concat(blocks, ',\n') .. '\n ],\n "notes": {'
    .. (#entries > 0 and '\n' .. table.concat(entries, ',\n') .. '\n ' or '') .. '}\n}'
  return pandoc.Pandoc { pandoc.RawBlock('html', json) }
end
