/** What people and programs get to see: tables, progress, diffs, and the JSON contract of {@code docs/cli.md}. */
package io.jenkins.plugins.spindelivery.cli.output;
