// Citing in the editor: choose a reference, and a short label for it stands in the text.
// The label is for the editor's eyes alone; readers get a number. So no word of the text is ever put inside a
// citation, and removing a citation removes its label.
(() => {
  const { React, DraftJS, draftail } = window;
  const { EditorState, Modifier } = DraftJS;
  let removing = false;

  // "Zarate CA 2006: A randomized trial" becomes "[Zarate 2006]".
  const shortLabel = (reference) => {
    const [, author, year] = reference.match(/^(.*?) (\d{4}): /) ?? [null, reference, ''];
    return `[${`${author.split(' ')[0]} ${year}`.trim()}]`;
  };

  // Where the label goes: in place of the one being edited, else behind what is selected.
  const place = (editorState, entityKey) => {
    if (entityKey) return draftail.DraftUtils.getEntitySelection(editorState, entityKey);
    const selection = editorState.getSelection();
    const end = { key: selection.getEndKey(), offset: selection.getEndOffset() };
    return selection.merge({
      anchorKey: end.key,
      anchorOffset: end.offset,
      focusKey: end.key,
      focusOffset: end.offset,
      isBackward: false,
    });
  };

  class CitationSource extends draftail.ModalWorkflowSource {
    componentDidMount() {
      if (removing) {
        removing = false;
        this.remove();
      } else {
        super.componentDidMount();
      }
    }

    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.referenceChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    onChosen({ id, string }) {
      const { editorState, entityKey, entityType, onComplete } = this.props;
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, 'IMMUTABLE', { id, title: string });
      const cited = Modifier.replaceText(
        content,
        place(editorState, entityKey),
        shortLabel(string),
        null,
        content.getLastCreatedEntityKey(),
      );
      this.workflow.close();
      onComplete(EditorState.push(editorState, cited, 'insert-characters'));
    }

    remove() {
      const { editorState, entityKey, onComplete } = this.props;
      const content = editorState.getCurrentContent();
      const rest = Modifier.removeRange(content, place(editorState, entityKey), 'backward');
      onComplete(EditorState.push(editorState, rest, 'remove-range'));
    }
  }

  const Citation = (props) => {
    const { title } = props.contentState.getEntity(props.entityKey).getData();
    // Draftail's own removal would leave the label behind as words of the text.
    const onRemove = (entityKey) => {
      removing = true;
      props.onEdit(entityKey);
    };
    const look = { icon: title ? 'openquote' : 'warning', label: title || 'Missing reference' };
    // The tooltip shortens the reference; pointing at the label shows it whole.
    const label = React.createElement('span', { title: look.label }, props.children);
    return React.createElement(draftail.TooltipEntity, { ...props, ...look, onRemove }, label);
  };

  draftail.registerPlugin({ type: 'CITATION', source: CitationSource, decorator: Citation }, 'entityTypes');
})();
