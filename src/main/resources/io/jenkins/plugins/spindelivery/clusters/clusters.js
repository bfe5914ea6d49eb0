/* Fills the page Clusters account by account, and asks before anything is begun. The markup comes from the server. */
(function () {
  "use strict";

  function address(section, application) {
    return (
      "account?name=" +
      encodeURIComponent(section.dataset.account) +
      "&application=" +
      encodeURIComponent(application)
    );
  }

  /** The applications that accounts know are offered where one is typed. */
  function offer(answer) {
    const list = document.getElementById("spin-applications");
    const known = new Set(Array.from(list.options).map((option) => option.value));
    answer.querySelectorAll("[data-application]").forEach(function (link) {
      if (!known.has(link.dataset.application)) {
        const option = document.createElement("option");
        option.value = link.dataset.application;
        list.appendChild(option);
      }
    });
  }

  function show(section, content) {
    const body = section.querySelector(".spin-account__body");
    body.replaceChildren(content);
    body.setAttribute("aria-busy", "false");
  }

  function failed(root) {
    const notice = document.createElement("p");
    notice.className = "jenkins-alert jenkins-alert-danger";
    notice.textContent = root.dataset.failed;
    return notice;
  }

  function fill(root, section) {
    return fetch(address(section, root.dataset.application), { credentials: "same-origin", cache: "no-store" })
      .then(function (response) {
        return response.ok ? response.text() : Promise.reject(new Error(response.status));
      })
      .then(function (html) {
        const answer = new DOMParser().parseFromString(html, "text/html").querySelector(".spin-account__answer");
        if (!answer) {
          // A page to sign in, for instance.
          throw new Error("not the Clusters page");
        }
        offer(answer);
        show(section, answer);
      })
      .catch(function () {
        show(section, failed(root));
      });
  }

  function labelled(input, text) {
    const label = document.createElement("label");
    label.className = "spin-ask__label";
    const before = input.type === "number";
    label.append(before ? text : input, " ", before ? input : text);
    return label;
  }

  /** What a dialog asks before an operation is begun. */
  function question(form) {
    const ask = document.createElement("form");
    ask.className = "spin-ask";
    const title = document.createElement("h2");
    title.className = "spin-ask__title";
    title.textContent = form.dataset.title;
    const message = document.createElement("p");
    message.textContent = form.dataset.message;
    ask.append(title, message);
    if (form.dataset.size) {
      const size = document.createElement("input");
      Object.assign(size, { type: "number", name: "size", min: 0, max: 99999, required: true });
      size.value = form.dataset.size;
      size.className = "jenkins-input spin-ask__size";
      ask.append(labelled(size, form.dataset.sizeLabel));
    }
    if (form.dataset.guarded === "true") {
      const unguarded = document.createElement("input");
      Object.assign(unguarded, { type: "checkbox", name: "unguarded", value: "true" });
      ask.append(labelled(unguarded, form.dataset.unguardedLabel));
    }
    return ask;
  }

  function begin(form, answers) {
    ["size", "unguarded"].forEach(function (name) {
      if (answers.has(name)) {
        form.elements[name].value = answers.get(name);
      }
    });
    // Not requestSubmit(): the question has been answered.
    form.submit();
  }

  function ask(event) {
    const form = event.target.closest(".spin-operation");
    if (!form) {
      return;
    }
    event.preventDefault();
    window.dialog
      .form(question(form), {
        okText: form.dataset.ok,
        minWidth: "450px",
        maxWidth: "550px",
        submitButton: false,
        type: form.dataset.destructive === "true" ? "destructive" : "default",
      })
      .then(
        function (answers) {
          begin(form, answers);
        },
        function () {
          // The reader does not want it.
        },
      );
  }

  function start() {
    const root = document.getElementById("spin-clusters");
    if (!root) {
      return;
    }
    root.addEventListener("submit", ask);
    root.querySelectorAll(".spin-account").forEach(function (section) {
      fill(root, section);
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
