(function(d){d.className="js";try{const t=localStorage.getItem("theme");if(t==="light"||t==="dark")d.dataset.theme=t}catch{/**/}})(document.documentElement)
