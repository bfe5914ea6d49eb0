/* Form and text of a definition are two views of one thing: the server turns the one into the other. */
(function () {
  "use strict";

  const MARK = "spin-editor-being-read";

  function part(editor, name) {
    return editor.querySelector(".spin-editor__" + name);
  }

  function post(url, values) {
    const body = new URLSearchParams(values);
    const headers = window.crumb ? window.crumb.wrap({}) : {};
    return fetch(url, { method: "POST", credentials: "same-origin", headers: headers, body: body }).then(function (response) {
      return response.text().then(function (text) {
        if (response.ok) {
          return text;
        }
        throw new Error(response.status === 400 ? text : response.status + " " + response.statusText);
      });
    });
  }

  function show(editor, view) {
    part(editor, "view").value = view;
    part(editor, "form").hidden = view !== "form";
    part(editor, "text").hidden = view !== "text";
    editor.querySelectorAll(".spin-editor__switch button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    });
    complain(editor, "");
  }

  function complain(editor, problem) {
    const place = part(editor, "problem");
    place.textContent = problem;
    place.hidden = !problem;
  }

  function textArea(editor) {
    return part(editor, "text").querySelector("textarea");
  }

  /** The object in what the whole page would send that belongs to an editor. */
  function find(tree, view) {
    if (tree === null || typeof tree !== "object") {
      return null;
    }
    if (tree.view === view) {
      return tree;
    }
    for (const value of Object.values(tree)) {
      const found = find(value, view);
      if (found) {
        return found;
      }
    }
    return null;
  }

  function read(editor) {
    const form = editor.closest("form");
    const view = part(editor, "view");
    const before = view.value;
    let json = form.querySelector("input[name=json]");
    if (!json) {
      json = document.createElement("input");
      json.type = "hidden";
      json.name = "json";
      form.appendChild(json);
    }
    view.value = MARK;
    try {
      window.buildFormTree(form);
    } finally {
      view.value = before;
    }
    const found = find(JSON.parse(json.value), MARK);
    found.view = before;
    return JSON.stringify(found);
  }

  function toText(editor) {
    return post(editor.dataset.text, { form: read(editor) }).then(function (text) {
      const area = textArea(editor);
      area.value = text;
      part(editor, "form").replaceChildren();
      show(editor, "text");
      area.dispatchEvent(new Event("change", { bubbles: true }));
      area.focus();
    });
  }

  function toForm(editor) {
    return post(editor.dataset.form, { text: textArea(editor).value }).then(function (html) {
      const place = part(editor, "form");
      place.innerHTML = html;
      show(editor, "form");
      window.evalInnerHtmlScripts(html, function () {
        window.Behaviour.applySubtree(place, true);
      });
    });
  }

  function change(editor, view) {
    if (part(editor, "view").value === view || editor.hasAttribute("data-busy")) {
      return;
    }
    editor.setAttribute("data-busy", "true");
    (view === "text" ? toText(editor) : toForm(editor))
      .catch(function (problem) {
        complain(editor, problem.message);
      })
      .then(function () {
        editor.removeAttribute("data-busy");
      });
  }

  /** A stage that is added begins after the one before it, under the next free id. */
  function number(field) {
    const rows = Array.from(field.closest(".spin-pipeline").querySelectorAll(".repeated-chunk .spin-ref-id"));
    const ids = rows.map((row) => row.value);
    const numbers = ids.filter((id) => /^\d{1,9}$/.test(id)).map(Number);
    const place = rows.indexOf(field);
    field.value = String(numbers.reduce((most, each) => Math.max(most, each), 0) + 1);
    const after = field.closest(".repeated-chunk").querySelector(".spin-after");
    if (after && !after.value && place > 0) {
      after.value = ids[place - 1];
    }
  }

  window.Behaviour.specify(".spin-editor__switch button", "spin-editor", 0, function (button) {
    button.onclick = function () {
      change(button.closest(".spin-editor"), button.dataset.view);
    };
  });

  /** Without this script all fields count as touched, so nothing that somebody changed is lost. */
  function watch(touched) {
    const row = touched.closest(".repeated-chunk");
    const names = new Set();
    function touch(name) {
      names.add(name);
      touched.value = Array.from(names).join(" ");
    }
    function changed(event) {
      const name = event.target.name || "";
      const own = name.startsWith("_.") && !event.target.closest(".repeated-chunk .repeated-chunk");
      touch(own ? name.substring(2) : "*");
    }
    row.addEventListener("input", changed);
    row.addEventListener("change", changed);
    row.addEventListener("click", function (event) {
      // Rows within the stage's own form.
      if (event.target.closest(".repeatable-add, .repeatable-delete, .hetero-list-add")) {
        touch("*");
      }
    });
    touched.value = "";
  }

  window.Behaviour.specify(".repeated-chunk .spin-touched", "spin-editor", 0, function (touched) {
    const original = touched.parentElement.querySelector("input[name=original]");
    if (original && original.value && !touched.hasAttribute("data-watched")) {
      touched.setAttribute("data-watched", "true");
      watch(touched);
    }
  });

  window.Behaviour.specify(".repeated-chunk .spin-ref-id", "spin-editor", 0, function (field) {
    if (!field.readOnly && !field.value) {
      number(field);
    }
  });
})();
