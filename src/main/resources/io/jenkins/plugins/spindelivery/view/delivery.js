/* Keeps the Delivery page up to date while something happens. The markup comes from the server, ready made. */
(function () {
  "use strict";

  const PERIOD = 2000;
  const LONGEST = 30000;
  let pause = PERIOD;
  let timer = null;

  function isOpen(root) {
    return root.dataset.open === "true";
  }

  /** The element of a new rendering that stands for one of the old. */
  function twinOf(element, selector, identity, fresh) {
    return Array.from(fresh.querySelectorAll(selector)).find((other) => identity(other) === identity(element));
  }

  function byId(element) {
    return element.id;
  }

  function byOwner(element) {
    return element.parentElement.id;
  }

  function byValue(element) {
    return element.name + "=" + element.value;
  }

  /** Finds in a new part what has the focus in the old one. */
  function focusTwin(old, fresh) {
    const active = document.activeElement;
    if (!active || !old.contains(active)) {
      return null;
    }
    if (active.id) {
      return twinOf(active, "[id]", byId, fresh);
    }
    if (active.tagName === "SUMMARY") {
      return twinOf(active, "summary", byOwner, fresh);
    }
    return active.name ? twinOf(active, "[name]", byValue, fresh) : null;
  }

  /** What the reader has opened, closed or chosen stays so. */
  function keepState(old, fresh) {
    old.querySelectorAll("details[id]").forEach(function (details) {
      const twin = twinOf(details, "details[id]", byId, fresh);
      if (twin) {
        twin.open = details.open;
      }
    });
    old.querySelectorAll("input[type=radio]:checked").forEach(function (input) {
      fresh.querySelectorAll("input[type=radio]").forEach(function (twin) {
        twin.checked = twin.value === input.value;
      });
    });
    old.querySelectorAll(".spin-scroll").forEach(function (scroll, i) {
      const twin = fresh.querySelectorAll(".spin-scroll")[i];
      if (twin) {
        twin.dataset.left = scroll.scrollLeft;
      }
    });
  }

  function isBeingSelected(part) {
    const selection = window.getSelection();
    return selection && !selection.isCollapsed && part.contains(selection.anchorNode);
  }

  function announce(old, fresh) {
    const text = fresh.dataset.announce;
    const status = document.getElementById("spin-announce");
    if (status && text && text !== old.dataset.announce) {
      status.textContent = text;
    }
  }

  function replace(old, fresh) {
    if (isBeingSelected(old)) {
      return;
    }
    const focused = focusTwin(old, fresh);
    keepState(old, fresh);
    announce(old, fresh);
    old.replaceWith(fresh);
    fresh.querySelectorAll(".spin-scroll").forEach(function (scroll) {
      scroll.scrollLeft = Number(scroll.dataset.left || 0);
    });
    if (window.Behaviour) {
      window.Behaviour.applySubtree(fresh, true);
    }
    if (focused) {
      focused.focus({ preventScroll: true });
    }
  }

  /** Changes what changed and leaves the rest alone. */
  function update(root, freshRoot) {
    const fresh = Array.from(freshRoot.children);
    const kept = new Set(fresh.map((part) => part.id));
    Array.from(root.children).forEach(function (part) {
      if (!kept.has(part.id)) {
        part.remove();
      }
    });
    fresh.forEach(function (part, i) {
      const old = part.id && document.getElementById(part.id);
      if (!old) {
        root.insertBefore(part, root.children[i] || null);
      } else if (part.dataset.stamp === "now" || part.dataset.stamp !== old.dataset.stamp) {
        replace(old, part);
      } else {
        part.querySelectorAll(".spin-tick[id]").forEach(function (tick) {
          const twin = document.getElementById(tick.id);
          if (twin) {
            twin.textContent = tick.textContent;
          }
        });
      }
    });
    root.dataset.open = freshRoot.dataset.open;
  }

  function stale(isStale) {
    const notice = document.getElementById("spin-stale");
    if (notice) {
      notice.hidden = !isStale;
    }
    pause = isStale ? Math.min(LONGEST, pause * 2) : PERIOD;
  }

  function poll(root) {
    timer = null;
    if (document.hidden) {
      return;
    }
    fetch(root.dataset.live + window.location.search, { credentials: "same-origin", cache: "no-store" })
      .then(function (response) {
        return response.ok ? response.text() : Promise.reject(new Error(response.status));
      })
      .then(function (html) {
        const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("spin-delivery");
        if (!fresh) {
          // A page to sign in, for instance.
          throw new Error("not the Delivery page");
        }
        update(root, fresh);
        stale(false);
      })
      .catch(function () {
        stale(true);
      })
      .then(function () {
        schedule(root);
      });
  }

  function schedule(root) {
    if (isOpen(root) && timer === null && !document.hidden) {
      timer = window.setTimeout(poll, pause, root);
    }
  }

  /** A log links to each object, and of very many the page shows only some. */
  function showLinked() {
    const hash = decodeURIComponent(window.location.hash);
    if (!hash.startsWith("#object-") || document.getElementById(hash.substring(1))) {
      return;
    }
    document.querySelectorAll("a[data-all]").forEach(function (link) {
      if (hash.startsWith("#object-" + link.dataset.all + "_")) {
        window.location.replace("?all=" + encodeURIComponent(link.dataset.all) + window.location.hash);
      }
    });
  }

  function start() {
    const root = document.getElementById("spin-delivery");
    if (!root) {
      return;
    }
    showLinked();
    schedule(root);
    document.addEventListener("visibilitychange", function () {
      if (!document.hidden && isOpen(root) && timer === null) {
        poll(root);
      }
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
