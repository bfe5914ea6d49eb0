/** What went wrong or deserves a warning, told for the person who can mend it, with a stable code for programs. */
package io.jenkins.plugins.spindelivery.engine.problem;
