/** What stages came to, as plain data in the build's folder; logs, pages and JSON are views of it. */
package io.jenkins.plugins.spindelivery.record;
