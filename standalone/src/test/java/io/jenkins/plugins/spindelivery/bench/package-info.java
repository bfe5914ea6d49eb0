/** The benchmarks: our work beside kubectl's, Go's and scipy's, on one machine, against one server, run by run. */
package io.jenkins.plugins.spindelivery.bench;
