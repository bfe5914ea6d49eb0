/** What happens while an operation runs, as typed values; log lines, tables, pages and JSON are views of them. */
package io.jenkins.plugins.spindelivery.engine.event;
